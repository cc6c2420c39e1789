@file:JvmName("RingWrites")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingWriter
import java.nio.ByteBuffer
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.io.bytestring.ByteString
import kotlinx.io.bytestring.unsafe.UnsafeByteStringApi
import kotlinx.io.bytestring.unsafe.UnsafeByteStringOperations

/**
 * Writes all of it, suspending for room as often as needed; it may be longer than the ring. What
 * fits at once is written without suspending and without a check for cancellation; otherwise it
 * checks between two waits, so that it stays cancellable while the ring is never full. When it is
 * cancelled part way, what was written stays written, and the growth of [RingWriter.position] tells
 * how much that is.
 *
 * The range is `startIndex until endIndex`, as everywhere in Kotlin and kotlinx-io. The members of
 * [RingWriter], which never suspend, take an offset and a length, as `java.io` does.
 *
 * @param src where the bytes come from
 * @param startIndex the first byte's place in [src]
 * @param endIndex the place behind the last byte
 * @throws IndexOutOfBoundsException if the range is not within [src], or ends before it starts;
 *   nothing moves
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingAbandonedException if the reader is closed, before a wait or during it
 * @throws RingClosedException if this half is closed, before a wait or during it
 */
public suspend fun RingWriter.writeFully(
    src: ByteArray,
    startIndex: Int = 0,
    endIndex: Int = src.size,
) {
    val done = write(src, startIndex, endIndex - startIndex)
    if (startIndex + done < endIndex) suspendUntilWritten(src, startIndex + done, endIndex)
}

private suspend fun RingWriter.suspendUntilWritten(src: ByteArray, start: Int, end: Int) {
    var place = start
    while (place < end) {
        currentCoroutineContext().ensureActive()
        awaitWritable() // that the reader is gone, the write tells
        place += write(src, place, end - place)
    }
}

/**
 * As the other [writeFully]: writes all that remains in [src], whose position tells at any time
 * what was written.
 *
 * @param src where the bytes come from
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingAbandonedException if the reader is closed, before a wait or during it
 * @throws RingClosedException if this half is closed, before a wait or during it
 */
public suspend fun RingWriter.writeFully(src: ByteBuffer) {
    write(src)
    if (src.hasRemaining()) suspendUntilWritten(src)
}

private suspend fun RingWriter.suspendUntilWritten(src: ByteBuffer) {
    while (src.hasRemaining()) {
        currentCoroutineContext().ensureActive()
        awaitWritable()
        write(src)
    }
}

/**
 * As the other [writeFully], without a copy in between.
 *
 * @param src the bytes
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingAbandonedException if the reader is closed, before a wait or during it
 * @throws RingClosedException if this half is closed, before a wait or during it
 */
public suspend fun RingWriter.writeFully(src: ByteString): Unit = writeFully(bytesOf(src))

@OptIn(UnsafeByteStringApi::class) // they are only read
private fun bytesOf(string: ByteString): ByteArray {
    lateinit var bytes: ByteArray
    UnsafeByteStringOperations.withByteArrayUnsafe(string) { bytes = it }
    return bytes
}
