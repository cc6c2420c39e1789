@file:JvmName("RingNumbers")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingReader
import java.io.EOFException
import java.nio.ByteBuffer
import java.nio.ByteOrder
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

// Inline, else every number would be returned in a box. A number is consumed whole or not at all,
// so a wait that is cancelled or fails has consumed nothing. The byte order is that of the name,
// whatever order the buffers of the reader are set to. A number takes part in a piece of memory or
// lies over its end: both are fine.

/**
 * Reads a byte, and suspends while there is none. Ends as [readLong].
 *
 * @throws EOFException if the stream has ended
 * @throws IllegalStateException as [awaitReadable]
 */
@Suppress("NOTHING_TO_INLINE")
public suspend inline fun RingReader.readByte(): Byte =
    (if (hasNumber(1)) takeNumber(1) else awaitNumber(1)).toByte()

/**
 * Reads two bytes as a big-endian number, and suspends until both are there. Ends as [readLong].
 *
 * @throws EOFException if the stream ends before; nothing is consumed
 * @throws IllegalArgumentException if the capacity is less than 2
 * @throws IllegalStateException as [awaitReadable]
 */
@Suppress("NOTHING_TO_INLINE")
public suspend inline fun RingReader.readShort(): Short =
    (if (hasNumber(2)) takeNumber(2) else awaitNumber(2)).toShort()

/** As [readShort], little-endian. */
@Suppress("NOTHING_TO_INLINE")
public suspend inline fun RingReader.readShortLe(): Short =
    java.lang.Short.reverseBytes(readShort())

/**
 * Reads four bytes as a big-endian number, and suspends until all are there. Ends as [readLong].
 *
 * @throws EOFException if the stream ends before; nothing is consumed
 * @throws IllegalArgumentException if the capacity is less than 4
 * @throws IllegalStateException as [awaitReadable]
 */
@Suppress("NOTHING_TO_INLINE")
public suspend inline fun RingReader.readInt(): Int =
    (if (hasNumber(4)) takeNumber(4) else awaitNumber(4)).toInt()

/** As [readInt], little-endian. */
@Suppress("NOTHING_TO_INLINE")
public suspend inline fun RingReader.readIntLe(): Int = Integer.reverseBytes(readInt())

/**
 * Reads eight bytes as a big-endian number, and suspends until all are there. A wait that is
 * cancelled or fails has consumed nothing. When the bytes are there already, the call neither
 * suspends, allocates nor checks for cancellation.
 *
 * Mind the gaps that claims leave: see [RingReader.arm]. Of `withTimeout` mind what
 * [readByteString] says.
 *
 * @throws EOFException if the stream ends before; nothing is consumed
 * @throws IllegalArgumentException if the capacity is less than 8
 * @throws IllegalStateException as [awaitReadable], [io.bytering.RingClosedException] among them
 * @throws Throwable the cause that the writer was closed with, as [awaitReadable]; nothing is
 *   consumed
 */
@Suppress("NOTHING_TO_INLINE")
public suspend inline fun RingReader.readLong(): Long {
    var number = 0L // what an if gives as a result would be boxed
    if (hasNumber(8)) number = takeNumber(8) else number = awaitNumber(8)
    return number
}

/** As [readLong], little-endian. */
@Suppress("NOTHING_TO_INLINE")
public suspend inline fun RingReader.readLongLe(): Long = java.lang.Long.reverseBytes(readLong())

/** Whether [takeNumber] may follow. What a lossy reader has over the end of its memory may not. */
@PublishedApi
internal fun RingReader.hasNumber(size: Int): Boolean =
    peek(size).remaining() >= size || !isLossy && slices().remaining() >= size

/** Consumes a big-endian number, which [hasNumber] has found. */
@PublishedApi
internal fun RingReader.takeNumber(size: Int): Long {
    val piece = peek(size) // looks no further if it is in one piece
    val number = if (piece.remaining() >= size) piece.number(size) else slices().number(size)
    consume(size)
    return number
}

/** As [takeNumber], when it has come. */
@PublishedApi
internal suspend fun RingReader.awaitNumber(size: Int): Long {
    while (true) {
        if (!awaitReadable(size)) throw endedAfter(readableBytes(), size)
        val bytes = ByteArray(size)
        if (tryReadAll(bytes, 0, size)) return ByteBuffer.wrap(bytes).number(size)
        currentCoroutineContext().ensureActive() // a lossy reader's bytes were overwritten again
    }
}

/** Cut off to its size by whom it is for. */
private fun ByteBuffer.number(size: Int): Long {
    val start = position()
    val number =
        when (size) {
            1 -> return get(start).toLong()
            2 -> getShort(start).toLong() shl 48
            4 -> getInt(start).toLong() shl 32
            else -> getLong(start)
        }
    if (order() == ByteOrder.BIG_ENDIAN) return number ushr (64 - 8 * size)
    return java.lang.Long.reverseBytes(number)
}

private fun Array<ByteBuffer>.number(size: Int): Long {
    var number = 0L
    repeat(size) {
        val slice = if (this[0].hasRemaining()) this[0] else this[1]
        number = (number shl 8) or (slice.get().toLong() and 0xff)
    }
    return number
}
