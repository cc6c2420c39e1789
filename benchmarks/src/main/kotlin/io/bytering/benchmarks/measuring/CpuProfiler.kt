package io.bytering.benchmarks.measuring

import org.openjdk.jmh.infra.BenchmarkParams
import org.openjdk.jmh.infra.IterationParams
import org.openjdk.jmh.profile.InternalProfiler
import org.openjdk.jmh.results.AggregationPolicy
import org.openjdk.jmh.results.IterationResult
import org.openjdk.jmh.results.Result
import org.openjdk.jmh.results.ScalarResult

/** What [Cpu] counts, for each operation of JMH. */
class CpuProfiler : InternalProfiler {
    private var before = 0L

    override fun getDescription(): String = "the relays' time on a core"

    override fun beforeIteration(benchmark: BenchmarkParams, iteration: IterationParams) {
        before = Cpu.nanos()
    }

    override fun afterIteration(
        benchmark: BenchmarkParams,
        iteration: IterationParams,
        result: IterationResult,
    ): Collection<Result<*>> {
        val perOperation = (Cpu.nanos() - before).toDouble() / result.metadata.allOps
        return listOf(ScalarResult(LABEL, perOperation, "ns/op", AggregationPolicy.AVG))
    }

    companion object {
        const val LABEL: String = "cpu"
    }
}
