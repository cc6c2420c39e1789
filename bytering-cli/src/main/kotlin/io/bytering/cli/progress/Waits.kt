package io.bytering.cli.progress

/** Whom one side of a ring waits for. */
enum class WaitFor {
    /** The writer waits for room, or is done, and waits for the last byte to be passed on. */
    READER,

    /** The reader waits for bytes. */
    WRITER,

    /**
     * The reader has bytes, and may not pass them on yet. What is waited meanwhile is its doing.
     */
    LIMIT,
}

/**
 * Adds up how long each side of a ring has waited for the other. Its two threads tell when a wait
 * begins and ends; any thread may ask, also while one lasts.
 */
class Waits(private val nanoTime: () -> Long = System::nanoTime) {
    private val waiting = BooleanArray(WaitFor.entries.size)
    private var last = nanoTime()
    private var sum = Waited()

    /** What was waited so far. */
    val now: Waited
        @Synchronized
        get() {
            pass()
            return sum
        }

    /** Whether that is waited for at this moment. */
    @Synchronized operator fun contains(what: WaitFor): Boolean = waiting[what.ordinal]

    /** Runs what waits. */
    fun <T> during(what: WaitFor, wait: () -> T): T {
        begin(what)
        try {
            return wait()
        } finally {
            become(what, false)
        }
    }

    /** That is waited for from now on. */
    fun begin(what: WaitFor) = become(what, true)

    @Synchronized
    private fun become(what: WaitFor, now: Boolean) {
        pass()
        waiting[what.ordinal] = now
    }

    private fun pass() {
        val now = nanoTime()
        val nanos = now - last
        last = now
        sum += Waited(nanos) + reason(nanos)
    }

    /** While both wait, one is just waking up, and neither is slow. */
    private fun reason(nanos: Long): Waited {
        val reader = WaitFor.READER in this
        val writer = WaitFor.WRITER in this
        return when {
            WaitFor.LIMIT in this -> Waited(forLimit = nanos)
            reader && !writer -> Waited(forReader = nanos)
            writer && !reader -> Waited(forWriter = nanos)
            else -> Waited()
        }
    }
}
