package io.bytering.coroutines

import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/**
 * How often a loop goes around: as often as a second allows, [most] times at most, [least] times
 * however long they take. No fixed number suits an idle machine and a busy one.
 */
internal class Turns(private val least: Int, private val most: Int) {
    private val end =
        TimeSource.Monotonic.markNow() + 1.seconds * Integer.getInteger("bytering.effort", 1)

    /** Whether there is another one after so many. */
    fun goOn(done: Int) = done < least || done < most && end.hasNotPassedNow()
}
