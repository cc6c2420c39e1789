@file:JvmName("SuspendingSources")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.RingWriter
import kotlinx.io.Buffer

/**
 * This reader as a [SuspendingSource]. Closing it closes the reader: the ring is abandoned. Once
 * all was read that a failed writer had written, a read throws the very cause that it was closed
 * with.
 *
 * @return a new view; it has no state of its own
 */
public fun RingReader.asSuspendingSource(): SuspendingSource = RingSuspendingSource(this)

/**
 * This writer as a [SuspendingSink]. Closing it closes the writer: the end of the stream. It holds
 * nothing back, so its `flush` has nothing to do. A write whose reader is gone throws
 * [RingAbandonedException][io.bytering.RingAbandonedException], with the reader's cause as its
 * cause.
 *
 * @return a new view; it has no state of its own
 */
public fun RingWriter.asSuspendingSink(): SuspendingSink = RingSuspendingSink(this)

private class RingSuspendingSource(private val reader: RingReader) : SuspendingSource {
    override suspend fun readAtMostTo(sink: Buffer, byteCount: Long) =
        reader.readAvailable(sink, byteCount)

    override fun close(cause: Throwable?) = reader.close(cause)

    override fun toString() = "SuspendingSource($reader)"
}

private class RingSuspendingSink(private val writer: RingWriter) : SuspendingSink {
    override suspend fun write(source: Buffer, byteCount: Long) =
        writer.writeFully(source, byteCount)

    override suspend fun flush() = writer.requireOpen()

    override fun close(cause: Throwable?) = writer.close(cause)

    override fun toString() = "SuspendingSink($writer)"
}
