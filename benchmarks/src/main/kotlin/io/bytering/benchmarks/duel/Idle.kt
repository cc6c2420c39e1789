package io.bytering.benchmarks.duel

/**
 * How a peer's thread spins: as the ring's do, with a hint, and a yield now and then. Without that,
 * another guest of the machine takes it from a spinner for whole slices of time, in which its other
 * half waits too.
 */
class Idle {
    private var rounds = 0

    fun idle() {
        if (++rounds and 1023 == 0) Thread.yield() else Thread.onSpinWait()
    }
}
