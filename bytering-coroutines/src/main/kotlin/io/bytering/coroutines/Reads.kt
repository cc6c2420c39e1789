@file:JvmName("RingReads")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingClosedException
import io.bytering.RingReader
import java.io.EOFException
import java.io.IOException
import java.nio.Buffer
import java.nio.ByteBuffer
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.io.bytestring.ByteString
import kotlinx.io.bytestring.unsafe.UnsafeByteStringApi
import kotlinx.io.bytestring.unsafe.UnsafeByteStringOperations

/**
 * Reads what there is, and suspends only while that is nothing. A cancelled wait has read nothing.
 * Bytes that are there already are read without suspending and without a check for cancellation.
 *
 * The range is `startIndex until endIndex`, as everywhere in Kotlin and kotlinx-io. The members of
 * [RingReader], which never suspend, take an offset and a length, as `java.io` does.
 *
 * @param dst where the bytes go
 * @param startIndex the first byte's place in [dst]
 * @param endIndex the place behind the last byte that may be read; if it is [startIndex], 0 is
 *   returned at once
 * @return how many were read, at least 1; -1 at the end of the stream
 * @throws IndexOutOfBoundsException if the range is not within [dst], or ends before it starts
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before the wait or during it
 * @throws Throwable the cause that the writer was closed with, once all before it was read
 */
@Suppress("NOTHING_TO_INLINE") // else every count would be returned in a box
public suspend inline fun RingReader.readAvailable(
    dst: ByteArray,
    startIndex: Int = 0,
    endIndex: Int = dst.size,
): Int {
    var count = read(dst, startIndex, endIndex - startIndex)
    while (count <= 0 && startIndex < endIndex) {
        if (!awaitReadable()) return -1
        count = read(dst, startIndex, endIndex - startIndex)
        // a lossy reader's bytes were overwritten again
        if (count <= 0) currentCoroutineContext().ensureActive()
    }
    return count
}

/**
 * As the other [readAvailable]: reads what there is and [dst] has room for, and moves its position
 * by as much.
 *
 * @param dst where the bytes go; without room, 0 is returned at once
 * @return how many were read, at least 1; -1 at the end of the stream
 * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before the wait or during it
 * @throws Throwable the cause that the writer was closed with, once all before it was read
 */
@Suppress("NOTHING_TO_INLINE") // as above
public suspend inline fun RingReader.readAvailable(dst: ByteBuffer): Int {
    var count = read(dst)
    while (count <= 0 && dst.hasRemaining()) {
        if (!awaitReadable()) return -1
        count = read(dst)
        if (count <= 0) currentCoroutineContext().ensureActive()
    }
    return count
}

/**
 * Fills `startIndex until endIndex`, however many bytes the ring holds at a time. Between two waits
 * it checks for cancellation, so that it stays cancellable while the ring is never empty. When it
 * is cancelled or fails part way, what was read so far is in [dst], and the growth of
 * [RingReader.position] tells how much that is: nothing is lost.
 *
 * The bytes follow one another also for a lossy reader ([RingReader.isLossy]): a gap before the
 * first is fine, one behind it is an error. Then the position counts the missed bytes too.
 *
 * @param dst where the bytes go
 * @param startIndex the first byte's place in [dst]
 * @param endIndex the place behind the last byte
 * @throws IndexOutOfBoundsException if the range is not within [dst], or ends before it starts;
 *   nothing moves
 * @throws EOFException if the stream ends before; the message tells how many bytes were read
 * @throws IOException if bytes were overwritten between those that were read and the next, which a
 *   lossy reader may meet; the message tells how many of each
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before a wait or during it
 * @throws Throwable the cause that the writer was closed with, if it failed before
 */
public suspend fun RingReader.readFully(
    dst: ByteArray,
    startIndex: Int = 0,
    endIndex: Int = dst.size,
) {
    val length = endIndex - startIndex
    val count = read(dst, startIndex, length)
    if (count < length) suspendUntilFull(dst, startIndex, length, maxOf(count, 0))
}

private suspend fun RingReader.suspendUntilFull(dst: ByteArray, offset: Int, length: Int, n: Int) {
    var done = n
    var missed = missedBytes()
    while (done < length) {
        currentCoroutineContext().ensureActive()
        if (!awaitReadable()) throw endedAfter(done, length)
        if (isLossy) {
            val slices = slicesAfter(done, length, missed)
            val count = minOf(length - done, slices.remaining())
            slices.take(dst, offset + done, count)
            consume(count)
            done += count
            missed = missedBytes()
        } else {
            done += read(dst, offset + done, length - done)
        }
    }
}

/**
 * As the other [readFully]: fills [dst], whose position tells at any time what was read.
 *
 * @param dst where the bytes go
 * @throws EOFException if the stream ends before; the message tells how many bytes were read
 * @throws IOException if bytes were overwritten between those that were read and the next, which a
 *   lossy reader may meet; the message tells how many of each
 * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before a wait or during it
 * @throws Throwable the cause that the writer was closed with, if it failed before
 */
public suspend fun RingReader.readFully(dst: ByteBuffer) {
    val start = dst.position()
    read(dst)
    if (dst.hasRemaining()) suspendUntilFull(dst, start)
}

private suspend fun RingReader.suspendUntilFull(dst: ByteBuffer, start: Int) {
    var missed = missedBytes()
    while (dst.hasRemaining()) {
        currentCoroutineContext().ensureActive()
        val done = dst.position() - start
        if (!awaitReadable()) throw endedAfter(done, dst.limit() - start)
        if (isLossy) {
            for (slice in slicesAfter(done, dst.limit() - start, missed)) {
                val count = minOf(slice.remaining(), dst.remaining())
                val some: Buffer =
                    slice // ByteBuffer has a limit of its own, which old Android lacks
                some.limit(some.position() + count)
                dst.put(slice)
                consume(count)
            }
            missed = missedBytes()
        } else {
            read(dst)
        }
    }
}

/**
 * Reads exactly [count] bytes, or none: it takes them when all are there, so that cancelling or
 * failing loses nothing. What is longer than the ring can be had with [readFully].
 *
 * Within `withTimeout` wait by [awaitReadable] and read behind it: a timeout drops what its block
 * returns at the very last moment, whatever that is.
 *
 * Mind the gaps that claims leave: see [RingReader.arm].
 *
 * @param count from 0 to the capacity
 * @return the bytes
 * @throws IllegalArgumentException if [count] is outside that range
 * @throws EOFException if the stream ends before; nothing is consumed
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before the wait or during it
 * @throws Throwable the cause that the writer was closed with, if it failed before; nothing is
 *   consumed
 */
@OptIn(UnsafeByteStringApi::class) // the array is ours alone
public suspend fun RingReader.readByteString(count: Int): ByteString {
    require(count in 0..capacity()) { "count must be in 0..${capacity()}: $count" }
    while (true) {
        if (count > 0 && !awaitReadable(count)) throw endedAfter(readableBytes(), count)
        val bytes = ByteArray(count)
        if (tryReadAll(bytes, 0, count)) return UnsafeByteStringOperations.wrapUnsafe(bytes)
        currentCoroutineContext().ensureActive() // a lossy reader's bytes were overwritten again
    }
}

internal fun endedAfter(done: Number, wanted: Number): EOFException =
    EOFException("the stream ended after $done of $wanted bytes")
