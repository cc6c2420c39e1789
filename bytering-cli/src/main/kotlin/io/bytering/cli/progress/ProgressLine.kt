package io.bytering.cli.progress

import com.github.ajalt.mordant.rendering.TextStyles.dim
import com.github.ajalt.mordant.rendering.Theme
import com.github.ajalt.mordant.rendering.Whitespace
import com.github.ajalt.mordant.table.ColumnWidth
import com.github.ajalt.mordant.terminal.Terminal
import com.github.ajalt.mordant.terminal.TerminalRecorder
import com.github.ajalt.mordant.widgets.Text
import com.github.ajalt.mordant.widgets.progress.ProgressBarDefinition
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
import kotlin.time.DurationUnit.SECONDS
import kotlin.time.TimeSource

/**
 * Draws one line of progress: bytes, rate, which side is slow, how full the rings are, a bar,
 * percent and the time left or passed.
 *
 * In a narrow terminal the bar shrinks first; then it is left out, then what tells the least. It
 * follows a width that changes.
 *
 * @param name what it begins with, to tell it from other lines
 */
class ProgressLine(
    private val on: StandardError,
    private val total: Long?,
    private val rings: Int,
    private val name: String? = null,
) {
    private val started = TimeSource.Monotonic.markNow()
    private var width = 0
    private lateinit var terminal: Terminal
    private val layouts = HashMap<Set<Part>, ProgressBarDefinition<Now>>()

    private class Now(val fills: List<Double>, val slow: String?)

    /** From left to right. */
    private enum class Part {
        NAME,
        MOVED,
        RATE,
        AVERAGE,
        FILLS,
        SLOW,
        BAR,
        PERCENT,
        TIME,
    }

    /** @param recent null if it is too early to tell */
    fun draw(moved: Long, fills: List<Double>, recent: Recent?): String {
        follow()
        val expected = total?.takeIf { moved <= it } // it was a wrong guess otherwise
        val slow = recent?.waited?.inShort()
        val parts = fitting(expected != null, slow != null)
        val layout = layouts.getOrPut(parts) { layout(parts, expected != null) }
        val status = ProgressState.Status.Running(started)
        return terminal.render(
            layout.build(Now(fills, slow), expected, moved, started, status, recent?.speed)
        )
    }

    private fun follow() {
        val now = (on.columns ?: COLUMNS) - 1 // a full last column would wrap
        if (now == width) return
        width = now
        terminal = terminal(on, now)
        layouts.clear()
    }

    /** What the line has room for, by what tells the most. */
    private fun fitting(bounded: Boolean, slowKnown: Boolean): Set<Part> {
        val parts = mutableSetOf(Part.MOVED, Part.RATE)
        if (name != null) parts += Part.NAME
        fun add(part: Part): Boolean =
            widthOf(parts) + GAP + widthOf(part) <= width && parts.add(part)

        val words =
            listOfNotNull(
                Part.PERCENT.takeIf { bounded },
                Part.SLOW.takeIf { slowKnown },
                Part.TIME,
                Part.FILLS,
            )
        if (words.map(::add).all { it }) {
            if (bounded) add(Part.BAR)
            add(Part.AVERAGE)
        }
        return parts
    }

    private fun widthOf(parts: Set<Part>) = parts.sumOf { widthOf(it) + GAP } - GAP

    private fun widthOf(part: Part): Int =
        when (part) {
            Part.NAME ->
                name
                    .orEmpty()
                    .length
                    .coerceAtMost((width - MOVED - RATE - 2 * GAP).coerceAtLeast(1))
            Part.MOVED -> MOVED
            Part.RATE -> RATE
            Part.AVERAGE -> RATE + 4
            Part.FILLS -> 4 * rings + if (rings == 1) 5 else 6
            Part.SLOW -> Waited.SHORT
            Part.BAR -> SMALLEST_BAR
            Part.PERCENT -> 4
            Part.TIME -> TIME
        }

    private fun layout(parts: Set<Part>, bounded: Boolean): ProgressBarDefinition<Now> =
        progressBarContextLayout(spacing = GAP) {
            for (part in Part.entries.filter { it in parts }) {
                if (part == Part.BAR) progressBar(pendingStyle = dim.style)
                else
                    cell(ColumnWidth.Fixed(widthOf(part)), fps = 0) {
                        Text(text(part, bounded), whitespace = Whitespace.PRE)
                    }
            }
        }

    private fun ProgressState<Now>.text(part: Part, bounded: Boolean): String =
        when (part) {
            Part.NAME -> name.orEmpty().take(widthOf(part))
            Part.MOVED -> ByteSize.format(completed)
            Part.RATE -> speed?.let { "${ByteSize.format(it)}/s" } ?: "-"
            Part.AVERAGE -> average()
            Part.FILLS -> fillLevels(context.fills)
            Part.SLOW -> context.slow.orEmpty()
            Part.BAR -> ""
            Part.PERCENT -> "${100 * completed / total!!.coerceAtLeast(1)}%"
            Part.TIME ->
                if (bounded) timeLeft(calculateTimeRemaining())
                else clock(calculateTimeElapsed() ?: Duration.ZERO)
        }

    private fun ProgressState<Now>.average(): String {
        val seconds = calculateTimeElapsed()?.toDouble(SECONDS) ?: 0.0
        return if (seconds <= 0) "" else "avg ${ByteSize.format(completed / seconds)}/s"
    }

    private fun fillLevels(fills: List<Double>): String =
        fills.joinToString("", if (rings == 1) "ring" else "rings", "%") {
            (100 * it).toInt().toString().padStart(4)
        }

    companion object {
        /** Where there is no terminal. */
        private const val COLUMNS = 120
        private const val GAP = 2
        private const val MOVED = 8
        private const val RATE = 10
        private const val TIME = 13
        private const val SMALLEST_BAR = 7

        /** `0:07`, `12:34`, `1:02:03`. */
        fun clock(time: Duration): String = time.toComponents { hours, minutes, seconds, _ ->
            if (hours > 0) "%d:%02d:%02d".format(Locale.ROOT, hours, minutes, seconds)
            else "%d:%02d".format(Locale.ROOT, minutes, seconds)
        }

        /** No promise beyond a hundred hours. */
        private fun timeLeft(time: Duration?): String =
            if (time == null || time >= 100.hours) "" else "${clock(time)} left"

        /** Renders to strings only: they are written by [Progress], which alone owns the line. */
        private fun terminal(on: StandardError, width: Int): Terminal {
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
