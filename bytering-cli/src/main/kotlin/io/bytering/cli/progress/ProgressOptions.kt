package io.bytering.cli.progress

import com.github.ajalt.clikt.core.ProgramResult
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.bytering.cli.failures.ExitCode
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.Interruption
import io.bytering.cli.terminal.StandardError
import io.bytering.cli.terminal.complain

/** When to show progress: on a terminal, or [onlyIfAsked]. */
open class ProgressOptions(private val onlyIfAsked: Boolean = false) : OptionGroup() {
    val quiet by
        option("-q", "--quiet", help = "Show no progress, and do not tell of a closed pipe.").flag()
    private val forced by
        option(
                "--progress",
                help =
                    if (onlyIfAsked) "Show progress."
                    else "Show progress also where there is no terminal.",
            )
            .flag()

    /** How it is shown. */
    protected open val style = ProgressStyle()

    /**
     * Runs the work with progress on standard error, if it is to be shown.
     *
     * @param cutShort what to tell, and to clean up, when a signal ends the work
     * @param summary whether last lines tell which side was slow, how much there was, and how fast
     */
    fun show(
        gauge: Gauge,
        total: Long?,
        cutShort: () -> String,
        summary: Boolean = true,
        work: () -> Unit,
    ) {
        val standardError = StandardError.detect()
        val asked = forced || style.numeric
        val shown = !quiet && (asked || !onlyIfAsked && standardError.isTerminal)
        val progress = if (shown) Progress(standardError, total, gauge, style) else null
        Interruption.during({
            progress?.close()
            cutShort()
        }) {
            progress.use {
                val failure =
                    try {
                        work()
                        null
                    } catch (e: Failure) {
                        e
                    }
                Interruption.comesFirst()
                if (failure != null) throw failure.unlessQuiet()
            }
        }
        when {
            progress == null || !summary -> return
            style.numeric -> System.err.println(progress.number())
            else -> {
                gauge.waited?.let { complain(it.inWords()) }
                complain(progress.summary())
            }
        }
    }

    /** As others do, nothing is said of a closed pipe. */
    private fun Failure.unlessQuiet() =
        if (quiet && exitCode == ExitCode.DOWNSTREAM_CLOSED) ProgramResult(exitCode) else this
}
