package io.bytering.cli.terminal

import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.IOException
import java.io.OutputStream
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/**
 * A line on standard error from a thread of its own: drawn over and again on a terminal, a new one
 * each time elsewhere.
 *
 * @param delayNanos how long it is before the first one, beside the period
 * @param periodNanos from one to the next; null for a tenth of a second on a terminal, else a
 *   second
 * @param redrawn whether the line is drawn over the one before
 * @param text what the line says now, at a time of [System.nanoTime]
 */
class LiveLine(
    private val on: StandardError,
    private val out: OutputStream = FileOutputStream(FileDescriptor.err),
    private val delayNanos: Long = 0,
    periodNanos: Long? = null,
    private val redrawn: Boolean = on.isTerminal,
    private val text: (nanos: Long) -> String,
) : AutoCloseable {
    private val period = periodNanos ?: if (redrawn) 100_000_000L else 1_000_000_000L
    private val stop = CountDownLatch(1)
    private val drawing = thread(name = "live line", isDaemon = true) { draw() }

    private fun draw() {
        var wait = period + delayNanos
        while (!stop.await(wait, TimeUnit.NANOSECONDS)) {
            wait = period
            val now = text(System.nanoTime())
            if (redrawn) redraw(now) else print(now.trimEnd() + "\n")
        }
        if (clear.isNotEmpty()) print(CLEAR)
    }

    private fun redraw(line: String) {
        val start = if (clear.isEmpty()) lineOfItsOwn() else "\r"
        clear = CLEAR
        print("$start$NO_WRAP$line$WRAP$CLEAR_REST")
    }

    /**
     * What stands in the line already, a prompt or what another program has written, is left: as
     * many spaces as there are columns but one fill an empty line, and go on to the next from any
     * other.
     */
    private fun lineOfItsOwn() = " ".repeat((on.columns ?: 1) - 1) + CLEAR

    /** Takes the line away; nothing is drawn afterwards. Any thread, more than once. */
    override fun close() {
        stop.countDown()
        drawing.join(CLOSE_MILLIS)
        clear = ""
    }

    /**
     * In one write, so that nothing comes in between; in UTF-8, as only such a terminal gets more
     * than ASCII.
     */
    private fun print(text: String) {
        try {
            out.write(text.toByteArray())
        } catch (_: IOException) {
            // it is full, or nobody reads it: this line is left out, and the work goes on
        }
    }

    companion object {
        /** In a terminal that is made narrower meanwhile, what is too long is cut off. */
        private const val NO_WRAP = "\u001b[?7l"
        private const val WRAP = "\u001b[?7h"
        private const val CLEAR_REST = "\u001b[K"
        private const val CLEAR = "\r$CLEAR_REST"

        /** A terminal that is stopped must not hold up the end. */
        private const val CLOSE_MILLIS = 500L

        /** What another writer of lines writes before its own, so that it is not the same line. */
        @Volatile
        var clear = ""
            private set
    }
}
