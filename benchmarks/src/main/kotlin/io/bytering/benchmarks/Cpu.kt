package io.bytering.benchmarks

import java.lang.management.ManagementFactory
import java.util.concurrent.CopyOnWriteArraySet
import java.util.concurrent.atomic.AtomicLong
import org.openjdk.jmh.infra.BenchmarkParams
import org.openjdk.jmh.infra.IterationParams
import org.openjdk.jmh.profile.InternalProfiler
import org.openjdk.jmh.results.AggregationPolicy
import org.openjdk.jmh.results.IterationResult
import org.openjdk.jmh.results.Result
import org.openjdk.jmh.results.ScalarResult

/**
 * Threads whose time on a core is counted, that of the system on their behalf included: those made
 * here, and those of kotlinx.coroutines, on which Ktor's sockets work.
 */
object Cpu {
    private val times = ManagementFactory.getThreadMXBean()
    private val threads = CopyOnWriteArraySet<Thread>()
    private val ended = AtomicLong()

    fun thread(task: () -> Unit): Thread =
        Thread({ counted(task) }, "relay").apply { isDaemon = true }

    /** Of all there ever were. */
    @Synchronized
    fun nanos(): Long = ended.get() + threads.sumOf { times.getThreadCpuTime(it.id) } + ofThePool()

    private fun ofThePool(): Long =
        times.getThreadInfo(times.allThreadIds).filterNotNull().sumOf {
            if (it.threadName.startsWith(POOL)) times.getThreadCpuTime(it.threadId) else 0L
        }

    private fun counted(task: () -> Unit) {
        threads.add(Thread.currentThread())
        try {
            task()
        } finally {
            end()
        }
    }

    @Synchronized
    private fun end() {
        threads.remove(Thread.currentThread())
        ended.addAndGet(times.currentThreadCpuTime)
    }

    private const val POOL = "DefaultDispatcher-worker"
}

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
