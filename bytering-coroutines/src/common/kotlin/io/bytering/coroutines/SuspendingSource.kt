package io.bytering.coroutines

import kotlinx.io.Buffer

/**
 * Supplies a stream of bytes to a coroutine: the contract of [RawSource][kotlinx.io.RawSource],
 * with suspension where that blocks. It is common code, so an `expect`/`actual` project can hold
 * it.
 *
 * One coroutine at a time reads; only [close] may come from elsewhere.
 */
public interface SuspendingSource : AutoCloseable {
    /**
     * Removes at least 1 and at most [byteCount] bytes from this source and appends them to [sink].
     * It suspends until there is one, so it returns 0 only if [byteCount] is 0.
     *
     * Cancelling it loses nothing: bytes are either still in the source or in [sink] and counted in
     * what was returned.
     *
     * @param sink where the bytes go; what it holds already stays in front of them
     * @param byteCount how many bytes at most, 0 or more
     * @return how many bytes were moved; -1 if this source is exhausted and [byteCount] is not 0
     * @throws IllegalArgumentException if [byteCount] is negative
     * @throws IllegalStateException if this source is closed, before the call or during it
     * @throws kotlinx.io.IOException if the bytes can't be got
     */
    public suspend fun readAtMostTo(sink: Buffer, byteCount: Long): Long

    /** Ends the use of this source, also of a read that is suspended. Idempotent, never waits. */
    override fun close() {
        close(null)
    }

    /**
     * As [close], with a cause that the writing side gets. Of several closes the first one wins.
     *
     * @param cause why; `null` is the same as [close]
     */
    public fun close(cause: Throwable?)
}
