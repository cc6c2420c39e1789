package io.bytering.benchmarks.measuring

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Measure
import io.bytering.benchmarks.duel.Turns
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.util.concurrent.TimeUnit
import org.openjdk.jmh.annotations.Mode
import org.openjdk.jmh.profile.GCProfiler
import org.openjdk.jmh.results.IterationResult
import org.openjdk.jmh.results.RunResult
import org.openjdk.jmh.runner.Runner
import org.openjdk.jmh.runner.format.OutputFormatFactory
import org.openjdk.jmh.runner.options.OptionsBuilder
import org.openjdk.jmh.runner.options.TimeValue
import org.openjdk.jmh.runner.options.VerboseMode
import org.openjdk.jmh.util.MultisetStatistics

/** How long to measure each duel. */
data class Effort(val forks: Int, val warmups: Int, val pairs: Int, val roundMillis: Int) {
    init {
        require(warmups % Turns.CYCLE == 0) {
            "warm-up rounds must be a multiple of ${Turns.CYCLE}: $warmups"
        }
    }

    override fun toString(): String =
        "$pairs pairs of $roundMillis ms each in ${if (forks == 1) "one JVM" else "each of $forks JVMs"}, for each duel"

    companion object {
        val QUICK: Effort = Effort(forks = 1, warmups = 12, pairs = 14, roundMillis = 60)
        val FULL: Effort = Effort(forks = 3, warmups = 20, pairs = 20, roundMillis = 100)
    }
}

/** Measures duels by JMH, each in JVMs of its own. */
class Driver(private val effort: Effort) {
    /** Everything JMH knows, for its own format. */
    val raw: MutableList<RunResult> = mutableListOf()

    /** @throws IllegalStateException if a contestant failed; its message holds what JMH said */
    fun measure(duel: Duel): Outcome {
        val log = ByteArrayOutputStream()
        val format = OutputFormatFactory.createFormatInstance(PrintStream(log), VerboseMode.NORMAL)
        val result =
            try {
                Runner(options(duel), format).run().single()
            } catch (e: Exception) {
                throw IllegalStateException("$duel failed:\n$log", e)
            }
        raw += result
        return outcome(duel, result)
    }

    private fun options(duel: Duel) =
        OptionsBuilder()
            .include(
                (if (duel.measure == Measure.TIME_FROM_REST) RoundsFromRest::class
                    else Rounds::class)
                    .java
                    .name + "\\.batch"
            )
            .param("duel", duel.id)
            .mode(if (isTimed(duel)) Mode.SampleTime else Mode.Throughput)
            .forks(effort.forks)
            .warmupIterations(effort.warmups)
            .measurementIterations(2 * effort.pairs)
            .warmupTime(TimeValue.milliseconds(effort.roundMillis.toLong()))
            .measurementTime(TimeValue.milliseconds(effort.roundMillis.toLong()))
            .timeout(TimeValue.seconds(60))
            .timeUnit(TimeUnit.MICROSECONDS)
            .addProfiler(GCProfiler::class.java)
            .addProfiler(CpuProfiler::class.java)
            .shouldFailOnError(true)
            .jvmArgs(*JVM_FLAGS)
            .build()

    private fun outcome(duel: Duel, result: RunResult): Outcome {
        val forks = result.benchmarkResults.map { Pairs.of(it.iterationResults.toList()) }
        val rounds = forks.reduce { a, b -> a + b }
        return Outcome(
            duel,
            rounds.map {
                when (duel.measure) {
                    Measure.RATE -> it.primaryResult.score * duel.ops * 1e6
                    Measure.CPU -> cpu(it, duel)
                    else -> median(it, duel)
                }
            },
            rounds.map { (it.secondaryResults[ALLOCATED]?.score ?: 0.0) / duel.ops },
            if (!isTimed(duel)) null
            else Pairs(listOf(times(rounds.ours, duel)), listOf(times(rounds.peer, duel))),
        )
    }

    private fun isTimed(duel: Duel) =
        duel.measure == Measure.TIME || duel.measure == Measure.TIME_FROM_REST

    /** Seconds for each GiB. */
    private fun cpu(round: IterationResult, duel: Duel): Double {
        val bytes = duel.ops.toDouble() * duel.size
        return checkNotNull(round.secondaryResults[CpuProfiler.LABEL]).score / 1e9 / bytes *
            (1 shl 30)
    }

    private fun median(round: IterationResult, duel: Duel) =
        round.primaryResult.statistics.getPercentile(50.0) / 1e6 / duel.ops

    private fun times(rounds: List<IterationResult>, duel: Duel): Times {
        val all = MultisetStatistics()
        for (round in rounds) {
            round.primaryResult.statistics.rawData.forEach { all.addValue(it.key, it.value) }
        }
        fun seconds(percent: Double) = all.getPercentile(percent) / 1e6 / duel.ops
        return Times(seconds(50.0), seconds(99.0), seconds(99.9))
    }

    companion object {
        private const val ALLOCATED = "gc.alloc.rate.norm"

        /**
         * What rings and peers ask for: mirrored memory and quick barriers; Agrona's access, and
         * its best speed.
         */
        val JVM_FLAGS: Array<String> =
            arrayOf(
                "-Xms1g",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dagrona.disable.bounds.checks=true",
            )
    }
}
