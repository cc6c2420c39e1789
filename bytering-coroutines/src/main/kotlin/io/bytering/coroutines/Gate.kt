package io.bytering.coroutines

/**
 * Whether a call is inside a half that takes one at a time, and how that half ends. It is closed
 * only when nobody is inside, so no call is caught halfway: a thread that wants the end while a
 * call is under way leaves the closing to that call.
 *
 * Each change is one compare-and-set, so [close] may come from any thread.
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

    /** Whether the call that is inside holds a message, until it [leaves][leave]. */
    var isHolding: Boolean
        get() = beside != 0L
        set(value) {
            beside = if (value) 1 else 0
        }

    /** The call has ended. */
    fun leave() {
        if (!compareAndSet(BUSY, IDLE)) change { OVER }
    }

    /** Nobody enters any more. */
    fun close() {
        change { if (it == BUSY) CLOSING else if (it == IDLE) OVER else it }
    }

    private inline fun change(next: (Long) -> Long) {
        while (true) {
            val before = get()
            val after = next(before)
            if (after == before) return
            if (compareAndSet(before, after)) {
                if (after == OVER) half.close()
                return
            }
        }
    }

    private companion object {
        const val IDLE = 0L
        /** A call is inside. */
        const val BUSY = 1L
        /** The call that is inside ends the half when it leaves. */
        const val CLOSING = 2L
        const val OVER = 3L
    }
}
