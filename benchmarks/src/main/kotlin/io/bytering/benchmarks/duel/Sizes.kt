package io.bytering.benchmarks.duel

/** Bytes, and how many operations move how many of them. */
object Sizes {
    const val KIB: Int = 1 shl 10
    const val MIB: Int = 1 shl 20

    /** A batch is several rings long, and takes a few milliseconds. */
    fun batch(size: Int, capacity: Int): Int =
        maxOf(8 * (capacity / size), minOf(100_000, 16 * MIB / size))
}
