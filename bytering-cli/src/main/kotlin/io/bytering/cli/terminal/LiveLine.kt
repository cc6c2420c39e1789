package io.bytering.cli.terminal

import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.IOException
import java.io.OutputStream
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/**
 * A line on standard error from a thread of its own: drawn over again and again on a terminal, a
 * new one every second elsewhere.
 *
 * @param text what the line says now, at a time of [System.nanoTime]
 */
class LiveLine(
    private val on: StandardError,
    private val out: OutputStream = FileOutputStream(FileDescriptor.err),
    private val text: (nanos: Long) -> String,
) : AutoCloseable {
    private val stop = CountDownLatch(1)
    private val drawing = thread(name = "live line", isDaemon = true) { draw() }

    init {
        if (on.columns != null) clear = CLEAR
    }

    private fun draw() {
        val period = if (on.columns == null) 1000L else 100L
        while (!stop.await(period, TimeUnit.MILLISECONDS)) {
            val now = text(System.nanoTime())
            print(
                if (on.columns == null) now.trimEnd() + "\n" else "\r$NO_WRAP$now$WRAP$CLEAR_REST"
            )
        }
        if (on.columns != null) print(CLEAR)
    }

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
