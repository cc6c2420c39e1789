package io.bytering.cli.progress

import io.bytering.cli.options.ByteSize
import io.bytering.cli.terminal.LiveLine
import io.bytering.cli.terminal.StandardError
import java.util.Locale

/** Shows a [Gauge] on standard error while bytes are on their way. */
class Progress(on: StandardError, total: Long?, private val gauge: Gauge) : AutoCloseable {
    private val start = System.nanoTime()
    private val speed = Speedometer(start)
    private val line = ProgressLine(on, total, gauge.fills.size)
    private val live =
        LiveLine(on) { nanos ->
            val moved = gauge.moved
            line.draw(moved, gauge.fills, speed.at(nanos, moved))
        }

    /** Takes the line away; nothing is drawn afterwards. Any thread, more than once. */
    override fun close() = live.close()

    /** `4.00 GiB in 2.31 s, 1.73 GiB/s`. */
    fun summary(): String = summary(gauge.moved, System.nanoTime() - start)

    companion object {
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
