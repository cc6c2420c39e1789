package io.bytering.samples

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

/** Bytes a second over the last two seconds or so. */
class Speedometer(start: Long) {
    private val samples = ArrayDeque(listOf(start to 0L))

    fun at(nanos: Long, moved: Long): Double? {
        samples.addLast(nanos to moved)
        while (samples.size > 2 && nanos - samples[1].first >= WINDOW) samples.removeFirst()
        val (since, before) = samples.first()
        return if (nanos == since) null else (moved - before) * 1e9 / (nanos - since)
    }

    private companion object {
        const val WINDOW = 2_000_000_000L
    }
}
