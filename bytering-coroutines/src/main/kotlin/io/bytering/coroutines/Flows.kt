@file:JvmName("RingFlows")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import java.nio.ByteBuffer
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.AbstractFlow
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.io.bytestring.ByteString
import kotlinx.io.bytestring.unsafe.UnsafeByteStringApi
import kotlinx.io.bytestring.unsafe.UnsafeByteStringOperations

/**
 * The bytes of the reader, as they come: chunks of what is readable just now, 1 to [maxChunkSize]
 * bytes each, until the stream ends. One writing may come in several chunks, several in one.
 *
 * The flow reads while it is collected, and only then. **A chunk is consumed when the collector has
 * got it**, that is, when `emit` returns; until then it keeps its room in the ring. If the
 * collector fails at a chunk, or is cancelled there, the chunk stays in the ring and comes again to
 * the next collector, as do the bytes behind it. So cancelling loses nothing; a collector that may
 * go on later counts a chunk as its own at its end, not at its beginning:
 * ```
 * reader.asFlow().collect { chunk ->
 *     upload(chunk) // may suspend, and be cancelled
 *     uploaded += chunk.size
 * }
 * ```
 *
 * An operator that ends the flow early, as `first` and `take` do, has got the chunk that it ends
 * with. An operator with a buffer (`buffer`, `flowOn`, `conflate`, `shareIn`) has got a chunk when
 * that is in its buffer; what it holds when it is cancelled is lost, as with any flow.
 *
 * One collector at a time; it must not use this reader. The reader is not closed by the flow.
 *
 * @param maxChunkSize 1 or more; also the largest array that is allocated
 * @param minChunkSize how many bytes to wait for, from 1 to [maxChunkSize] and to the capacity; the
 *   chunk that ends the stream may have fewer. Mind the gaps that claims leave: see
 *   [RingReader.arm]
 * @throws IllegalArgumentException if one of them is outside its range
 * @throws IllegalStateException by the collection, if somebody waits on this reader already, the
 *   ring was built with `signals(false)`, or the collector has moved this reader
 * @throws RingClosedException by the collection, if this reader is closed
 * @throws Throwable by the collection, the cause that the writer was closed with, after the last
 *   byte, as [awaitReadable] throws it
 */
public fun RingReader.asFlow(maxChunkSize: Int = 8192, minChunkSize: Int = 1): Flow<ByteString> {
    require(maxChunkSize >= 1) { "maxChunkSize must be at least 1: $maxChunkSize" }
    val most = minOf(maxChunkSize, capacity())
    require(minChunkSize in 1..most) { "minChunkSize must be in 1..$most: $minChunkSize" }
    return RingFlow(this, most, minChunkSize)
}

@OptIn(ExperimentalCoroutinesApi::class) // AbstractFlow
private class RingFlow(
    val reader: RingReader,
    private val most: Int,
    private val least: Int,
) : AbstractFlow<ByteString>() {
    @OptIn(UnsafeByteStringApi::class) // the array is ours alone
    override suspend fun collectSafely(collector: FlowCollector<ByteString>) {
        while (reader.awaitReadableOrTail(least)) {
            var chunk = NO_BYTES
            reader.look { slices, length ->
                chunk = slices.take(minOf(length, most))
                0
            }
            currentCoroutineContext().ensureActive()
            if (chunk.isEmpty()) continue // a lossy reader's bytes were overwritten meanwhile
            reader.handOver(chunk.size) {
                collector.emit(UnsafeByteStringOperations.wrapUnsafe(chunk))
            }
        }
    }
}

private val NO_BYTES = ByteArray(0)

/**
 * Calls the action with all that is readable and contiguous, again and again until the stream ends,
 * without a copy. The action may suspend, but must not use this reader. What it was given is
 * consumed when it returns; if it throws, is cancelled or leaves by `return` or `break`, nothing of
 * that is, and it comes again.
 *
 * Looks before each slice whether the coroutine was cancelled. The reader is not closed by it.
 *
 * @param atLeast how many bytes to wait for, from 1 to the capacity. A slice has fewer where it
 *   ends at the physical end of the memory, and at the end of the stream. Mind the gaps that claims
 *   leave: see [RingReader.arm]
 * @param action gets the bytes from the buffer's position to its limit, to be read only and only
 *   within the action; see [RingReader] for how to treat such a buffer
 * @throws IllegalArgumentException if [atLeast] is outside its range
 * @throws IllegalStateException if somebody waits on this reader already, the ring was built with
 *   `signals(false)`, or the action has moved this reader
 * @throws RingClosedException if this reader is closed
 * @throws Throwable the cause that the writer was closed with, after the last byte, as
 *   [awaitReadable] throws it
 */
public suspend inline fun RingReader.collectSlices(
    atLeast: Int = 1,
    action: (slice: ByteBuffer) -> Unit,
) {
    while (awaitReadableOrTail(atLeast)) {
        currentCoroutineContext().ensureActive()
        val slice = peek()
        val start = position()
        val length = slice.remaining()
        if (length == 0) continue // a lossy reader's bytes were overwritten meanwhile
        action(slice)
        requireUnmoved(start)
        consume(length)
    }
}

@PublishedApi
internal fun RingReader.requireUnmoved(start: Long) {
    check(position() == start) {
        "the reader was moved by what collects its bytes: position was $start, is ${position()}"
    }
}

/**
 * Writes the bytes of every array, one after the other, and suspends while there is no room. The
 * writer is not closed by it. When it is cancelled, a part of the last array may have been written:
 * the growth of [RingWriter.position] tells.
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
 * As the other [writeTo]. The flow of another ring's reader, as [asFlow] gives it, is moved by
 * [copyTo]: then a byte is always in one of the two rings. With operators between them, a chunk of
 * which a part was written when it was cancelled comes again as a whole.
 *
 * @return how many bytes were written
 * @throws RingAbandonedException if the reader is closed; a part of the last string may have been
 *   written
 * @throws IllegalStateException if somebody waits on this writer already, or the ring was built
 *   with `signals(false)`
 * @throws RingClosedException if this writer is closed
 */
@JvmName("writeByteStringsTo") // both are of flows to the JVM
public suspend fun Flow<ByteString>.writeTo(writer: RingWriter): Long {
    if (this is RingFlow) return reader.copyTo(writer)
    return sum {
        writer.writeFully(it)
        it.size
    }
}

private suspend inline fun <T> Flow<T>.sum(crossinline count: suspend (T) -> Int): Long {
    var total = 0L
    collect { total += count(it) }
    return total
}
