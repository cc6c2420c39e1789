package io.bytering.cli.streams

import java.util.concurrent.locks.LockSupport

/**
 * The pauses before a channel that does not block is asked again: each twice as long as the one
 * before. There is no way to ask the system to tell when a file or a pipe that it was given is
 * ready.
 */
class BackOff(private val pause: (nanos: Long) -> Unit = LockSupport::parkNanos) {
    private var nanos = SHORTEST

    /** The channel had nothing, or took nothing. */
    fun pause() {
        pause(nanos)
        nanos = minOf(2 * nanos, LONGEST)
    }

    /** It moves again. */
    fun reset() {
        nanos = SHORTEST
    }

    companion object {
        const val SHORTEST = 20_000L
        const val LONGEST = 10_000_000L
    }
}
