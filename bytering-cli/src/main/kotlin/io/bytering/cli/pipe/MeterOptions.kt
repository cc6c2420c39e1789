package io.bytering.cli.pipe

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.options.RawOption
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.bytering.cli.progress.ProgressOptions
import io.bytering.cli.progress.ProgressStyle
import io.bytering.cli.terminal.printable

/** How the progress of a pipe is shown, by the names that people know. */
class MeterOptions : ProgressOptions() {
    private val name by option("-N", "--name", help = "Begin the line of progress with this.")
    private val interval by
        option("-i", "--interval", help = "Seconds from one line of progress to the next.")
            .seconds(0.01)
    private val delay by
        option("-D", "--delay-start", help = "Seconds until progress is shown.").seconds(0.0)
    private val numeric by
        option(
                "-n",
                "--numeric",
                help = "Show a number in each line: percent, or bytes without a --size.",
            )
            .flag()

    override val style
        get() = ProgressStyle(name?.let { "${it.printable()}:" }, interval, delay ?: 0, numeric)
}

/** Seconds, as nanoseconds. */
private fun RawOption.seconds(least: Double) =
    convert("seconds") { text ->
        val seconds = text.toDoubleOrNull()?.takeIf { it in least..MOST_SECONDS }
        seconds?.let { (it * 1e9).toLong() }
            ?: throw UsageError(
                "${option.names.last()} $text: must be seconds, from $least to ${MOST_SECONDS.toInt()}"
            )
    }

private const val MOST_SECONDS = 1e6
