package io.bytering.cli.progress

import com.github.ajalt.mordant.rendering.TextStyles.dim
import com.github.ajalt.mordant.rendering.Theme
import com.github.ajalt.mordant.rendering.Whitespace
import com.github.ajalt.mordant.table.ColumnWidth
import com.github.ajalt.mordant.terminal.Terminal
import com.github.ajalt.mordant.terminal.TerminalRecorder
import com.github.ajalt.mordant.widgets.Text
import com.github.ajalt.mordant.widgets.progress.ProgressBarDefinition
import com.github.ajalt.mordant.widgets.progress.ProgressLayoutScope
import com.github.ajalt.mordant.widgets.progress.ProgressState
import com.github.ajalt.mordant.widgets.progress.build
import com.github.ajalt.mordant.widgets.progress.calculateTimeElapsed
import com.github.ajalt.mordant.widgets.progress.calculateTimeRemaining
import com.github.ajalt.mordant.widgets.progress.progressBar
import com.github.ajalt.mordant.widgets.progress.progressBarContextLayout
import io.bytering.cli.options.ByteSize
import io.bytering.cli.terminal.StandardError
import java.util.Locale
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.TimeSource

/**
 * Draws one line of progress: bytes, rate, how full the rings are, a bar, percent and the time left
 * or passed. What a narrow terminal has no room for is left out, the bar first.
 */
class ProgressLine(on: StandardError, private val total: Long?, private val rings: Int) {
    private val width = (on.columns ?: 100) - 1 // a full last column would wrap
    private val terminal = terminal(on)
    private val started = TimeSource.Monotonic.markNow()
    private val layouts = HashMap<Boolean, ProgressBarDefinition<List<Double>>>()

    /** @param speed in bytes a second, or null if not known yet */
    fun draw(moved: Long, fills: List<Double>, speed: Double?): String {
        val expected = total?.takeIf { moved <= it } // it was a wrong guess otherwise
        val layout = layouts.getOrPut(expected != null) { layout(expected != null) }
        val status = ProgressState.Status.Running(started)
        return terminal.render(layout.build(fills, expected, moved, started, status, speed))
    }

    private fun layout(bounded: Boolean): ProgressBarDefinition<List<Double>> {
        val fillWidth = 4 * rings + if (rings == 1) 5 else 6
        val fixed = MOVED + RATE + TIME + 2 * GAP + if (bounded) PERCENT + GAP else 0
        val showFills = fixed + GAP + fillWidth <= width
        val room = width - fixed - if (showFills) GAP + fillWidth else 0
        return progressBarContextLayout(spacing = GAP) {
            column(MOVED) { ByteSize.format(completed) }
            column(RATE) { speed?.let { "${ByteSize.format(it)}/s" } ?: "-" }
            if (showFills) column(fillWidth) { fillLevels(context) }
            if (bounded) {
                if (room >= GAP + SMALLEST_BAR) progressBar(pendingStyle = dim.style)
                column(PERCENT) { "${100 * completed / total!!.coerceAtLeast(1)}%" }
                column(TIME) { timeLeft(calculateTimeRemaining()) }
            } else {
                column(TIME) { clock(calculateTimeElapsed() ?: Duration.ZERO) }
            }
        }
    }

    private fun <T> ProgressLayoutScope<T>.column(width: Int, text: ProgressState<T>.() -> String) =
        cell(ColumnWidth.Fixed(width), fps = 0) { Text(text(), whitespace = Whitespace.PRE) }

    private fun fillLevels(fills: List<Double>): String =
        fills.joinToString("", if (rings == 1) "ring" else "rings", "%") {
            (100 * it).toInt().toString().padStart(4)
        }

    companion object {
        private const val GAP = 2
        private const val MOVED = 8
        private const val RATE = 10
        private const val PERCENT = 4
        private const val TIME = 13
        private const val SMALLEST_BAR = 8

        /** `0:07`, `12:34`, `1:02:03`. */
        fun clock(time: Duration): String = time.toComponents { hours, minutes, seconds, _ ->
            if (hours > 0) "%d:%02d:%02d".format(Locale.ROOT, hours, minutes, seconds)
            else "%d:%02d".format(Locale.ROOT, minutes, seconds)
        }

        /** No promise beyond a hundred hours. */
        private fun timeLeft(time: Duration?): String =
            if (time == null || time >= 100.hours) "" else "${clock(time)} left"

        /** Renders to strings only: they are written by [Progress], which alone owns the line. */
        private fun terminal(on: StandardError): Terminal {
            val width = (on.columns ?: 100) - 1
            val recorder = TerminalRecorder(on.color, width, hyperlinks = false)
            val theme =
                if (on.unicode) Theme.Default
                else
                    Theme(Theme.Default) {
                        strings["progressbar.complete"] = "#"
                        strings["progressbar.separator"] = "#"
                        strings["progressbar.pending"] = "."
                    }
            return Terminal(on.color, theme, width = width, terminalInterface = recorder)
        }
    }
}
