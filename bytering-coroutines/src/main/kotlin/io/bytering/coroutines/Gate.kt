package io.bytering.coroutines

/**
 * Who is inside one half of a channel's ring, and how that half ends. A half is closed only when
 * nobody is inside, so no call is caught halfway: a thread that wants the end while a call is under
 * way leaves the closing to that call.
 *
 * Each change is one compare-and-set, so [close] and [cancel] may come from any thread.
 */
internal class Gate(private val half: AutoCloseable) : PaddedLong(IDLE) {
    /** Nobody is inside, nobody will be, and the half is closed or being closed. */
    val isOver: Boolean
        get() = get() == OVER

    /** False: it is over. */
    fun enter(call: String): Boolean {
        if (compareAndSet(IDLE, BUSY)) return true
        check(isOver) {
            "another coroutine is inside $call of this channel, which takes one at a time"
        }
        return false
    }

    /** Who is inside holds a message of this size, until it [lets go][letGo]. */
    fun hold(size: Int) {
        beside = 1L + size
    }

    /** Holds nothing any more. Returns the size of the message that was held, -1 if none was. */
    fun letGo(): Int {
        val size = beside.toInt() - 1
        beside = 0
        return size
    }

    /** The call has ended, waiting included. */
    fun leave() {
        if (compareAndSet(BUSY, IDLE)) return
        change { if (it and (CLOSING or OVER) != 0L) OVER else IDLE }
    }

    /** The call will wait, and a [close] lets it. False: there was a [cancel]. */
    fun startWaiting(): Boolean =
        change { if (it and CANCELLED != 0L) it else it or WAITING } and CANCELLED == 0L

    /** Outside while waiting, so that a [cancel] need not wait for this call. */
    fun pause() {
        change { if (it and CANCELLED != 0L) OVER else it and BUSY.inv() }
    }

    /** Inside again. False: it is over. */
    fun resume(): Boolean = change { if (it == OVER) it else it or BUSY } != OVER

    /** Nobody enters any more; who is inside or waits goes on to the end of the call. */
    fun close() {
        change { if (it == IDLE) OVER else if (it == OVER) it else it or CLOSING }
    }

    /** Nobody enters any more, and nobody waits. */
    fun cancel() {
        change { if (it and BUSY == 0L) OVER else it or CLOSING or CANCELLED }
    }

    private inline fun change(next: (Long) -> Long): Long {
        while (true) {
            val before = get()
            val after = next(before)
            if (after == before) return after
            if (compareAndSet(before, after)) {
                if (after == OVER) half.close()
                return after
            }
        }
    }

    private companion object {
        const val IDLE = 0L
        /** Someone is inside a call. */
        const val BUSY = 1L
        /** A call has waited, or waits. */
        const val WAITING = 2L
        /** The thread that leaves ends the half. */
        const val CLOSING = 4L
        const val CANCELLED = 8L
        const val OVER = 16L
    }
}
