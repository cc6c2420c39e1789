package io.bytering.coroutines

import io.bytering.RingClosedException
import io.bytering.RingReader
import java.io.IOException
import kotlinx.io.bytestring.ByteString

private const val LF = '\n'.code.toByte()
private const val CR = '\r'.code.toByte()

/**
 * Reads up to the next [delimiter], which is consumed too but not part of the result. The last
 * piece of a stream counts without its delimiter. Nothing is consumed before the delimiter is
 * there, so cancelling or failing loses nothing; and so a piece must fit the ring. Of `withTimeout`
 * mind what [readByteString] says.
 *
 * Mind the gaps that claims leave: a piece longer than [RingReader.arm] allows for may be waited
 * for for ever.
 *
 * @param delimiter the byte that ends a piece
 * @param limit how long a piece may be, in bytes without the delimiter, from 0 to the capacity - 1
 * @return the piece; `null` at the end of the stream
 * @throws IllegalArgumentException if [limit] is outside that range
 * @throws IOException if the piece is longer than [limit]; the message tells both numbers and the
 *   capacity, and nothing is consumed
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before a wait or during it
 * @throws Throwable the very cause that the writer was closed with, if it failed before the next
 *   delimiter; nothing is consumed
 */
public suspend fun RingReader.readUntil(
    delimiter: Byte,
    limit: Int = capacity() - 1,
): ByteString? {
    val length = awaitPiece("piece", delimiter, limit, limit + 1)
    if (length < 0) return null
    if (length > limit) throw tooLong("piece", length, limit)
    val piece = takeByteString(length)
    skip(1) // nothing is there to skip if this was the last piece
    return piece
}

/**
 * Reads the next line as UTF-8, without the LF or CRLF that ends it. The last line of a stream
 * counts without one. Bytes that are no UTF-8 become U+FFFD. In all else as [readUntil].
 *
 * @param limit how long a line may be, in bytes without its ending, from 0 to the capacity - 1
 * @return the line; `null` at the end of the stream
 * @throws IllegalArgumentException if [limit] is outside that range
 * @throws IOException if the line is longer than [limit]; the message tells both numbers and the
 *   capacity, and nothing is consumed
 * @throws IllegalStateException if somebody waits on this half already, or has to and the ring was
 *   built with `signals(false)`
 * @throws RingClosedException if this half is closed, before a wait or during it
 * @throws Throwable the very cause that the writer was closed with, if it failed before the line
 *   was ended; nothing is consumed
 */
public suspend fun RingReader.readLine(limit: Int = capacity() - 1): String? {
    val length = awaitPiece("line", LF, limit, limit + 2) // the byte behind the limit may be a CR
    if (length < 0) return null
    val ended = length < readableBytes()
    val bytes = length - if (ended && length > 0 && byteAt(length - 1) == CR) 1 else 0
    if (bytes > limit) throw tooLong("line", bytes, limit)
    val line = takeBytes(bytes).decodeToString()
    if (ended) skip(length - bytes + 1)
    return line
}

/**
 * Waits for the next delimiter, or for the end of the stream.
 *
 * @param what the delimiter ends, for a message
 * @param enough so many bytes without a delimiter are too many
 * @return how many bytes are before it; -1 if the stream has ended and none are left
 */
private suspend fun RingReader.awaitPiece(
    what: String,
    delimiter: Byte,
    limit: Int,
    enough: Int,
): Int {
    require(limit in 0 until capacity()) { "limit must be in 0..${capacity() - 1}: $limit" }
    var searched = 0
    while (true) {
        val there = readableBytes()
        val length = indexOf(delimiter, searched)
        if (length >= 0) return length
        if (there >= minOf(enough, capacity())) throw tooLong(what, there, limit)
        if (!awaitReadable(there + 1)) return if (there == 0) -1 else there
        searched = there
    }
}

/** The byte behind the next [place], which must be there. */
private fun RingReader.byteAt(place: Int): Byte {
    val (first, second) = slices()
    val beyond = place - first.remaining()
    return if (beyond < 0) first.get(first.position() + place)
    else second.get(second.position() + beyond)
}

private fun RingReader.tooLong(what: String, length: Int, limit: Int): IOException =
    IOException(
        "the $what is longer than the limit: at least $length bytes, limit=$limit, " +
            "capacity=${capacity()}"
    )
