package io.bytering.cli.bursts

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.long
import com.github.ajalt.clikt.parameters.types.restrictTo
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.guarded
import io.bytering.cli.streams.pathOf
import io.bytering.cli.terminal.StandardOutput
import java.nio.file.Files
import java.util.Random
import kotlin.math.abs
import kotlinx.coroutines.runBlocking

/** Tags at work, and a picture of it. */
class BurstsCommand : CoreCliktCommand("bursts") {
    private val count by
        option("--bursts", help = "How many bursts to send.").int().restrictTo(1..10_000).default(6)
    private val seed by option("--seed", help = "Seed of the random numbers.").long().default(1)
    private val picture by
        option(
            "--picture",
            help = "Draw the signal into this PNG file.",
            metavar = "file",
            completionCandidates = CompletionCandidates.Path,
        )

    override fun help(context: Context) =
        "Sends bursts of waves through noise, marked by tags, and finds them again."

    override fun run() {
        val random = Random(seed)
        val sent = bursts(count, random)
        val received = runBlocking { transmit(sent, NOISE, random) }
        picture?.let { name ->
            guarded(name) {
                Files.newOutputStream(pathOf(name)).use { BurstsPicture(received).writePng(it) }
            }
        }
        if (received.signal.bursts != sent.bursts) throw Failure("not all tags came as they went")
        val missed = sent.bursts.count { (start, burst) -> received.find(start, burst) == null }
        StandardOutput.say(report(received))
        if (missed > 0 || received.found.size > count)
            throw Failure("$missed bursts were not found, ${received.found.size} things were")
        StandardOutput.say("All bursts found.")
    }

    private fun report(received: Received): String {
        val rows =
            received.signal.bursts.toSortedMap().map { (start, burst) ->
                val found = received.find(start, burst)
                "%5d %8d %8d   %s"
                    .format(
                        burst.number,
                        start,
                        burst.length,
                        found?.let { "${it.start} to ${it.end}" } ?: "-",
                    )
            }
        return rows.joinToString("\n", "burst   tagged   length   found by power\n")
    }

    private fun Received.find(start: Int, burst: Burst) = found.find {
        abs(it.start - start) <= 2 * Detector.WINDOW &&
            abs(it.end - start - burst.length) <= 2 * Detector.WINDOW
    }

    private companion object {
        const val NOISE = 0.25f
    }
}
