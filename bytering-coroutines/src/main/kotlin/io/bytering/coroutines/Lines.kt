@file:JvmName("RingLines")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingClosedException
import io.bytering.RingReader
import java.io.IOException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.io.bytestring.ByteString
import kotlinx.io.bytestring.unsafe.UnsafeByteStringApi
import kotlinx.io.bytestring.unsafe.UnsafeByteStringOperations

/**
 * Reads up to the next [delimiter], which is consumed too but not part of the result. The last
 * piece of a stream counts without its delimiter. Nothing is consumed before the delimiter is
 * there, so cancelling or failing loses nothing; and so a piece must fit the ring together with its
 * delimiter. Of `withTimeout` mind what [readByteString] says.
 *
 * Mind the gaps that claims leave: a piece longer than [RingReader.arm] allows for may never come.
 * A lossy reader gives whole pieces: a piece whose start was overwritten begins behind that gap,
 * and no piece spans one.
 *
 * @param delimiter the byte that ends a piece
 * @param limit how long a piece may be, in bytes without the delimiter, from 0 to the capacity - 1
 * @return the piece; `null` at the end of the stream
 * @throws IllegalArgumentException if [limit] is outside that range
 * @throws IOException as soon as the piece is known to be longer than [limit]; the message tells
 *   both numbers and the capacity, and nothing is consumed
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before a wait or during it
 * @throws Throwable the cause that the writer was closed with, if it failed before the next
 *   delimiter, as [awaitReadable] throws it; nothing is consumed
 */
public suspend fun RingReader.readUntil(
    delimiter: Byte,
    limit: Int = capacity() - 1,
): ByteString? = readPiece(DelimitedPiece(this, byteArrayOf(delimiter), limit))

/**
 * As the other [readUntil], with a delimiter of several bytes. It is found wherever its bytes
 * follow one another, also when they come one by one.
 *
 * @param delimiter the bytes that end a piece, from 1 to the capacity of them
 * @param limit how long a piece may be, in bytes without the delimiter, from 0 to the capacity less
 *   the size of the delimiter
 * @return the piece; `null` at the end of the stream
 * @throws IllegalArgumentException if the delimiter or [limit] is outside that range
 */
public suspend fun RingReader.readUntil(
    delimiter: ByteString,
    limit: Int = maxOf(capacity() - delimiter.size, 0),
): ByteString? = readPiece(DelimitedPiece(this, delimiter.toByteArray(), limit))

/**
 * Reads the next line as UTF-8, without the LF or CRLF that ends it. The last line of a stream
 * counts without one. Bytes that are no UTF-8 become U+FFFD. In all else as [readUntil].
 *
 * A line must fit the ring together with its ending: the longest has `capacity - 1` bytes before an
 * LF, and `capacity - 2` before a CRLF.
 *
 * @param limit how long a line may be, in bytes without its ending, from 0 to the capacity - 1
 * @return the line; `null` at the end of the stream
 * @throws IllegalArgumentException if [limit] is outside that range
 * @throws IOException as soon as the line is known to be longer than [limit], or not to fit the
 *   ring; the message tells the numbers, and nothing is consumed
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before a wait or during it
 * @throws Throwable the cause that the writer was closed with, if it failed before the line was
 *   ended, as [awaitReadable] throws it; nothing is consumed
 */
public suspend fun RingReader.readLine(limit: Int = capacity() - 1): String? {
    val line = Line(this, limit)
    if (!awaitPiece(line)) return null
    consumeSeen(line.withEnding)
    return line.bytes.decodeToString()
}

/**
 * The lines of the stream, each as [readLine] gives it, until the stream ends.
 *
 * A line is consumed when the collector has got it: as [asFlow] tells for chunks. So cancelling the
 * collector loses no line, and the one it was cancelled at comes again to the next collector. One
 * collector at a time, which must not use this reader. The reader is not closed by it.
 *
 * @param limit how long a line may be, in bytes without its ending, from 0 to the capacity - 1
 * @throws IllegalArgumentException if [limit] is outside that range
 * @throws IOException by the collection, if a line is longer than [limit], as by [readLine]
 * @throws IllegalStateException by the collection, as by [asFlow]
 * @throws RingClosedException by the collection, if this reader is closed
 * @throws Throwable by the collection, the cause that the writer was closed with, after the last
 *   line that was ended
 */
public fun RingReader.lines(limit: Int = capacity() - 1): Flow<String> {
    requireLimit(limit, capacity() - 1)
    return flow {
        while (true) {
            val line = Line(this@lines, limit)
            if (!awaitPiece(line)) return@flow
            handOver(line.withEnding) { emit(line.bytes.decodeToString()) }
        }
    }
}

@OptIn(UnsafeByteStringApi::class) // the array is ours alone
private suspend fun RingReader.readPiece(piece: Piece): ByteString? {
    if (!awaitPiece(piece)) return null
    consumeSeen(piece.withEnding)
    return UnsafeByteStringOperations.wrapUnsafe(piece.bytes)
}

/**
 * Waits until the piece is whole, and consumes nothing.
 *
 * @return false if the stream has ended and nothing is left
 */
private suspend fun RingReader.awaitPiece(piece: Piece): Boolean {
    while (true) {
        val ended = isEnded // before the bytes are looked at, else the last ones are missed
        val cause: Throwable? = failure()
        if (piece.isThere(isOver = ended, isLast = ended && cause == null)) return true
        if (ended) {
            if (cause != null) throw cause
            return false
        }
        awaitReadable(piece.seen + 1) // if it ends or fails before, the next look tells
        currentCoroutineContext().ensureActive()
    }
}
