package io.bytering.cli.progress

import io.bytering.cli.options.ByteSize
import io.bytering.cli.terminal.LiveLine
import io.bytering.cli.terminal.StandardError
import java.util.Locale

/**
 * How often and how to show progress.
 *
 * @property intervalNanos from one line to the next, or null for what suits the terminal
 * @property delayNanos how long nothing is shown at first
 * @property numeric whether only a number is shown: percent, or bytes if the total is not known
 */
class ProgressStyle(
    val name: String? = null,
    val intervalNanos: Long? = null,
    val delayNanos: Long = 0,
    val numeric: Boolean = false,
)

/** Shows a [Gauge] on standard error while bytes are on their way. */
class Progress(
    on: StandardError,
    private val total: Long?,
    private val gauge: Gauge,
    style: ProgressStyle = ProgressStyle(),
) : AutoCloseable {
    private val start = System.nanoTime()
    private val speed = Speedometer(start, gauge.waited)
    private val line = ProgressLine(on, total, gauge.fills.size, style.name)
    private val live =
        LiveLine(
            on,
            delayNanos = style.delayNanos,
            periodNanos = style.intervalNanos ?: SECOND.takeIf { style.numeric },
            redrawn = on.isTerminal && !style.numeric,
        ) { nanos ->
            if (style.numeric) number() else words(nanos)
        }

    private fun words(nanos: Long): String {
        val moved = gauge.moved
        return line.draw(moved, gauge.fills, speed.recent(nanos, moved, gauge.waited))
    }

    /** What is shown if it is no more than a number: percent, or bytes. */
    fun number(): String =
        "${if (total == null) gauge.moved else 100 * gauge.moved / total.coerceAtLeast(1)}"

    /** Takes the line away; nothing is drawn afterwards. Any thread, more than once. */
    override fun close() = live.close()

    /** `4.00 GiB in 2.31 s, 1.73 GiB/s`. */
    fun summary(): String = summary(gauge.moved, System.nanoTime() - start)

    companion object {
        private const val SECOND = 1_000_000_000L

        fun summary(bytes: Long, nanos: Long): String {
            val seconds = nanos.coerceAtLeast(1) / 1e9
            return "%s in %.2f s, %s/s"
                .format(
                    Locale.ROOT,
                    ByteSize.format(bytes),
                    seconds,
                    ByteSize.format(bytes / seconds),
                )
        }
    }
}
