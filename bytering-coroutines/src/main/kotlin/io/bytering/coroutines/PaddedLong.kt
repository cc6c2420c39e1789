package io.bytering.coroutines

import java.util.concurrent.atomic.AtomicLongArray

/**
 * A number that one side changes often, two cache lines away from everything else: the middle of an
 * array of which nothing else is used but the place beside it.
 */
internal open class PaddedLong(initial: Long) {
    private val cells = AtomicLongArray(MIDDLE + 2 + MIDDLE).apply { set(MIDDLE, initial) }

    protected fun get(): Long = cells.get(MIDDLE)

    /** A second number, on the cache line of the first. */
    protected var beside: Long
        get() = cells.get(MIDDLE + 1)
        set(value) = cells.lazySet(MIDDLE + 1, value)

    protected fun compareAndSet(before: Long, after: Long): Boolean =
        cells.compareAndSet(MIDDLE, before, after)

    private companion object {
        const val MIDDLE = 128 / Long.SIZE_BYTES
    }
}
