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

    /** As many: [take] is given how many are missing, and says how many have come. */
    inline fun untilAll(count: Int, take: (most: Int) -> Int) {
        var left = count
        while (left > 0) {
            val taken = take(left)
            if (taken == 0) idle()
            left -= taken
        }
    }
}
