package io.bytering.cli.streams

import java.util.concurrent.locks.LockSupport

/**
 * Keeps bytes to a rate, in steps so small that it is the same over any tenth of a second.
 *
 * Time in which the other end took nothing, or nothing came, is lost, not made up for by a burst.
 * Only a sleep that took too long is made up for.
 *
 * @param rate bytes a second
 */
class Pace(
    private val rate: Long,
    private val nanoTime: () -> Long = System::nanoTime,
    private val sleep: (nanos: Long) -> Unit = LockSupport::parkNanos,
) {
    /** When the next byte may pass. */
    private var due = nanoTime().toDouble()

    /** By how much the last sleep was too long, as far as that is not made up for yet. */
    private var overslept = 0.0

    /** How late the next byte is; negative if it must not pass yet. */
    private val late: Double
        get() = nanoTime() - due

    /** Whether bytes may pass now; else [await] sleeps. */
    val isDue: Boolean
        get() = late >= 0

    /** Sleeps until bytes may pass. */
    fun await() {
        overslept = late.coerceIn(0.0, overslept)
        due = maxOf(due, nanoTime() - STEP - overslept)
        if (isDue) return
        do sleep((-late).toLong().coerceAtLeast(1)) while (!isDue)
        due = maxOf(due, nanoTime() - LONGEST)
        overslept = late
    }

    /** How many bytes may pass now: at least one, at most that many. */
    fun bytes(most: Int): Int = ((late + STEP) * rate / 1e9).coerceIn(1.0, most.toDouble()).toInt()

    /** So many have passed. */
    fun passed(bytes: Long) {
        due += bytes * 1e9 / rate
    }

    private companion object {
        /** A two hundredth of a tenth of a second. */
        const val STEP = 500_000.0

        /** A program that was stopped has not overslept. */
        const val LONGEST = 20_000_000.0
    }
}
