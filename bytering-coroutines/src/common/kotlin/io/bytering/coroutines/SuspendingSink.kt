package io.bytering.coroutines

import kotlinx.io.Buffer

/**
 * Receives a stream of bytes from a coroutine: the contract of [RawSink][kotlinx.io.RawSink], with
 * suspension where that blocks. It is common code, so an `expect`/`actual` project can hold it.
 *
 * One coroutine at a time writes; only [close] may come from elsewhere. Write within [use], which
 * tells a failure as such.
 */
public interface SuspendingSink : AutoCloseable {
    /**
     * Removes exactly [byteCount] bytes from [source] and appends them to this sink, suspending as
     * often as there is no room.
     *
     * When it fails or is cancelled, the bytes that were moved are those that have left [source];
     * the rest is still there, in order.
     *
     * @param source where the bytes come from
     * @param byteCount how many, from 0 to the size of [source]
     * @throws IllegalArgumentException if [byteCount] is outside that range; nothing moves
     * @throws IllegalStateException if this sink is closed, before the call or during it
     * @throws kotlinx.io.IOException if nobody will ever take the bytes
     */
    public suspend fun write(source: Buffer, byteCount: Long)

    /**
     * Hands on what this sink holds back, if it does.
     *
     * @throws IllegalStateException if this sink is closed
     */
    public suspend fun flush()

    /** The end of the stream; a write that is suspended fails. Idempotent, never waits. */
    override fun close() {
        close(null)
    }

    /**
     * As [close], but if there is a cause, the stream did not end: it failed. The reading side gets
     * the cause, after the last byte that was written. Of several closes the first one wins.
     *
     * @param cause why; `null` is the same as [close]
     */
    public fun close(cause: Throwable?)
}
