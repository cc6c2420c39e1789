package io.bytering.okio

import io.bytering.blocking.RingTimeoutException
import java.io.InterruptedIOException
import okio.Timeout

/**
 * The time limits of one end, as okio's [Timeout] defines them: the timeout for each wait, the
 * deadline for all calls together, and a [cancel] that lifts both for the call under way. The end's
 * one call at a time says when it begins.
 */
internal class Limits : Timeout() {
    /** Another object after each [cancel]. */
    @Volatile private var mark = Any()

    /** [mark] when the present call began. */
    private var before: Any? = null

    override fun cancel() {
        super.cancel()
        mark = Any()
    }

    /** A call begins. */
    fun begin() {
        before = mark
        throwIfReached()
    }

    /** Between two steps of a call. */
    fun check() {
        if (mark === before) throwIfReached()
    }

    /**
     * One wait of a call.
     *
     * @param await waits for so many nanoseconds at most; [Long.MAX_VALUE] is forever
     * @throws InterruptedIOException when time is up, or the thread is interrupted
     */
    inline fun during(await: (nanos: Long) -> Boolean): Boolean {
        val nanos = left()
        if (nanos <= 0) throw timedOut(null)
        return try {
            await(nanos)
        } catch (e: RingTimeoutException) {
            if (mark === before) throw timedOut(e)
            await(Long.MAX_VALUE)
        }
    }

    private fun left(): Long {
        if (mark !== before) return Long.MAX_VALUE
        val ofWait = if (timeoutNanos() == 0L) Long.MAX_VALUE else timeoutNanos()
        return if (hasDeadline()) minOf(ofWait, deadlineNanoTime() - System.nanoTime()) else ofWait
    }

    /** What code of okio's users compares: the class, and now and then the message. */
    private fun timedOut(cause: RingTimeoutException?) =
        InterruptedIOException("timeout").apply { initCause(cause) }
}
