package io.bytering.samples

import java.io.FileDescriptor
import java.io.FileOutputStream
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/**
 * Shows a [Gauge] on standard error from a thread of its own: as one line that is drawn over again
 * on a terminal, as a new line every second elsewhere.
 */
class Progress(
    private val on: StandardError,
    private val total: Long?,
    private val gauge: Gauge,
) : AutoCloseable {
    private val out = FileOutputStream(FileDescriptor.err)
    private val stop = CountDownLatch(1)
    private val start = System.nanoTime()
    private val drawing = thread(name = "progress", isDaemon = true) { draw() }

    private fun draw() {
        val line = ProgressLine(on, total, gauge.fills.size)
        val speed = Speedometer(start)
        val period = if (on.columns == null) 1000L else 100L
        while (!stop.await(period, TimeUnit.MILLISECONDS)) {
            val moved = gauge.moved
            val text = line.draw(moved, gauge.fills, speed.at(System.nanoTime(), moved))
            print(if (on.columns == null) text.trimEnd() + "\n" else "\r$text$CLEAR_REST")
        }
        if (on.columns != null) print("\r$CLEAR_REST")
    }

    /** Takes the line away; nothing is drawn afterwards. Any thread, more than once. */
    override fun close() {
        stop.countDown()
        drawing.join(CLOSE_MILLIS)
    }

    /** `4.00 GiB in 2.31 s, 1.73 GiB/s`. */
    fun summary(): String = summary(gauge.moved, System.nanoTime() - start)

    /**
     * In one write, so that nothing comes in between; in UTF-8, as only such a terminal gets more
     * than ASCII.
     */
    private fun print(text: String) = out.write(text.toByteArray())

    companion object {
        private const val CLEAR_REST = "\u001b[K"

        /** A terminal that is stopped must not hold up the end. */
        private const val CLOSE_MILLIS = 500L

        fun summary(bytes: Long, nanos: Long): String {
            val seconds = nanos.coerceAtLeast(1) / 1e9
            return "%s in %.2f s, %s/s"
                .format(ByteSize.format(bytes), seconds, ByteSize.format(bytes / seconds))
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
