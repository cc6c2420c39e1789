package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import java.nio.ByteBuffer
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.io.bytestring.ByteString
import kotlinx.io.bytestring.unsafe.UnsafeByteStringApi
import kotlinx.io.bytestring.unsafe.UnsafeByteStringOperations

/**
 * The bytes of the reader, as they come: chunks of what is readable just now, 1 to [maxChunkSize]
 * bytes each, until the stream ends. One writing may come in several chunks, several in one.
 *
 * The flow reads while it is collected, and only then. A chunk is read once it is emitted; a
 * collector that stops early leaves the rest in the ring, for the next one. One collector at a
 * time. The reader is not closed by it.
 *
 * @param maxChunkSize 1 or more; also the largest array that is allocated
 * @throws IllegalArgumentException if it is less than 1
 * @throws IllegalStateException by the collection, if somebody waits on this reader already, or the
 *   ring was built with `signals(false)`
 * @throws RingClosedException by the collection, if this reader is closed
 */
@OptIn(UnsafeByteStringApi::class)
public fun RingReader.asFlow(maxChunkSize: Int = 8192): Flow<ByteString> {
    require(maxChunkSize >= 1) { "maxChunkSize must be at least 1: $maxChunkSize" }
    return flow {
        while (awaitReadable()) {
            val chunk = ByteArray(minOf(readableBytes(), maxChunkSize))
            read(chunk, 0, chunk.size)
            emit(UnsafeByteStringOperations.wrapUnsafe(chunk))
        }
    }
}

/**
 * Calls the action with all that is readable and contiguous, again and again until the stream ends,
 * without a copy. The action may suspend, but must not use this reader. What it was given is
 * consumed when it returns; if it throws, nothing of that is.
 *
 * Looks before each slice whether the coroutine was cancelled. The reader is not closed by it.
 *
 * @param action gets the bytes from the buffer's position to its limit, to be read only and only
 *   within the action; see [RingReader] for how to treat such a buffer
 * @throws IllegalStateException if somebody waits on this reader already, or the ring was built
 *   with `signals(false)`
 * @throws RingClosedException if this reader is closed
 */
public suspend inline fun RingReader.collectSlices(action: (slice: ByteBuffer) -> Unit) {
    while (awaitReadable()) {
        currentCoroutineContext().ensureActive()
        val slice = peek()
        val length = slice.remaining()
        action(slice)
        consume(length)
    }
}

/**
 * Writes the bytes of every array, one after the other, and suspends while there is no room. The
 * writer is not closed by it.
 *
 * @return how many bytes were written
 * @throws RingAbandonedException if the reader is closed; a part of the last array may have been
 *   written
 * @throws IllegalStateException if somebody waits on this writer already, or the ring was built
 *   with `signals(false)`
 * @throws RingClosedException if this writer is closed
 */
public suspend fun Flow<ByteArray>.writeTo(writer: RingWriter): Long = sum {
    writer.writeFully(it)
    it.size
}

/**
 * As the other [writeTo]: for the flow of another ring's reader, for example, as [asFlow] gives it.
 *
 * @return how many bytes were written
 * @throws RingAbandonedException if the reader is closed; a part of the last string may have been
 *   written
 * @throws IllegalStateException if somebody waits on this writer already, or the ring was built
 *   with `signals(false)`
 * @throws RingClosedException if this writer is closed
 */
@JvmName("writeByteStringsTo") // both are of flows to the JVM
public suspend fun Flow<ByteString>.writeTo(writer: RingWriter): Long = sum {
    writer.writeFully(it)
    it.size
}

private suspend inline fun <T> Flow<T>.sum(crossinline count: suspend (T) -> Int): Long {
    var total = 0L
    collect { total += count(it) }
    return total
}
