package io.bytering.benchmarks.duel

/** One of the two that a duel compares. All its calls come from the same thread. */
interface Contestant : AutoCloseable {
    /** Before a round of its own; not measured. */
    fun beginRound() {}

    /**
     * Does [ops] operations, from the first to the last, and leaves nothing moving. Throws if a
     * byte is missing or wrong.
     */
    fun batch(ops: Int)

    /** After a round of its own; not measured. From here on it uses no core. */
    fun endRound() {}

    override fun close() {}
}
