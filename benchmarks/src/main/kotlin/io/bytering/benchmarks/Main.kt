package io.bytering.benchmarks

import com.github.ajalt.clikt.core.CliktError
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.ProgramResult
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.core.parse
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.restrictTo
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.footprint.Footprint
import io.bytering.benchmarks.measuring.Driver
import io.bytering.benchmarks.measuring.Effort
import io.bytering.benchmarks.measuring.Outcome
import io.bytering.benchmarks.report.Format
import io.bytering.benchmarks.report.Machine
import io.bytering.benchmarks.report.Report
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.system.exitProcess
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import org.openjdk.jmh.results.format.ResultFormatFactory
import org.openjdk.jmh.results.format.ResultFormatType

fun main(args: Array<String>) {
    val bench = Bench()
    try {
        bench.parse(args)
    } catch (e: CliktError) {
        bench.echoFormattedHelp(e)
        exitProcess(e.statusCode)
    }
}

private class Bench : CoreCliktCommand("bytering bench") {
    private val quick by option("--quick", help = "Fewer duels, each for a shorter time.").flag()
    private val list by option("--list", help = "Only print the names of the duels.").flag()
    private val folder by
        option("--report", metavar = "FOLDER", help = "Where the report goes; default: report")
            .default("report")
    private val forks by
        option("--forks", metavar = "N", help = "JVMs for each duel.").int().restrictTo(min = 1)
    private val pairs by
        option("--pairs", metavar = "N", help = "Pairs of rounds in each JVM.")
            .int()
            .restrictTo(min = 1)
    private val millis by
        option("--millis", metavar = "N", help = "Length of a round.").int().restrictTo(min = 1)
    private val filters by
        argument(
                "FILTER",
                help = "Only duels whose name contains all of these, such as messages agrona 64B.",
            )
            .multiple()

    override fun help(context: Context) =
        "Measures rings against their peers, and writes a report. Leave the machine alone meanwhile."

    override fun run() {
        val duels = Duels.all.filter { duel -> (!quick || duel.quick) && isAskedFor(duel.id) }
        val footprint = isAskedFor(Footprint.ID)
        if (duels.isEmpty() && !footprint)
            throw UsageError("no duel's name contains ${filters.joinToString(" and ")}; see --list")
        if (list) {
            duels.forEach { echo(it.id) }
            if (footprint) echo(Footprint.ID)
        } else {
            measure(duels, footprint)
        }
    }

    private fun effort(): Effort {
        val usual = if (quick) Effort.QUICK else Effort.FULL
        return usual.copy(
            forks = forks ?: usual.forks,
            pairs = pairs ?: usual.pairs,
            roundMillis = millis ?: usual.roundMillis,
        )
    }

    private fun isAskedFor(id: String) = filters.all { id.contains(it, ignoreCase = true) }

    private fun measure(duels: List<Duel>, footprint: Boolean) {
        System.setProperty("jmh.ignoreLock", "true")
        val report = Path.of(folder).createDirectories()
        if (footprint) echo("[0/${duels.size}] ${Footprint.ID}")
        val footprints = if (footprint) Footprint.measure() else listOf()
        val effort = effort()
        val driver = Driver(effort)
        val start = TimeSource.Monotonic.markNow()
        val outcomes = mutableListOf<Outcome>()
        val failed = mutableListOf<Duel>()
        for ((done, duel) in duels.withIndex()) {
            echo("[${done + 1}/${duels.size}] ${duel.id} … ", trailingNewline = false)
            try {
                outcomes += driver.measure(duel)
                echo(
                    "${Format.line(outcomes.last())}; ${left(start.elapsedNow(), done + 1, duels.size)} left"
                )
            } catch (e: IllegalStateException) { // the others may still be worth their time
                failed += duel
                echo("failed")
                echo(e.message, err = true)
            }
        }
        ResultFormatFactory.getInstance(ResultFormatType.JSON, "$report/jmh.json")
            .writeOut(driver.raw)
        Report(report, Machine.here("rounds" to "$effort"), quick)
            .write(outcomes, footprints, failed)
        echo("Wrote ${report.resolve("index.html").toAbsolutePath().normalize()}")
        if (failed.isNotEmpty()) throw ProgramResult(1)
    }

    private fun left(elapsed: Duration, done: Int, all: Int): Duration =
        (elapsed.inWholeSeconds * (all - done) / done).seconds
}
