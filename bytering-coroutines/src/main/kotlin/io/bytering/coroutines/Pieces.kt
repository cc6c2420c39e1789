@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.Drainer
import io.bytering.RingReader
import java.io.IOException
import java.nio.ByteBuffer

private const val LF = '\n'.code.toByte()
private const val CR = '\r'.code.toByte()

/**
 * A piece of a stream up to what ends it, looked for in what a reader has, again and again as more
 * comes. It remembers how far it has looked, until the reader jumps over a gap.
 */
internal abstract class Piece(
    private val reader: RingReader,
    private val name: String,
    protected val limit: Int,
) : Drainer {
    /** The piece without its ending, once it is there. */
    lateinit var bytes: ByteArray
        private set

    /** What is to be consumed with it. */
    var withEnding = 0
        private set

    /** How many bytes the last look has shown. */
    var seen = 0
        private set

    private val slices = arrayOfNulls<ByteBuffer>(2)
    private var searched = 0
    private var place = reader.position()
    private var isOver = false
    private var isLast = false
    private var isThere = false
    private var problem: String? = null

    /**
     * Looks once.
     *
     * @param isOver whether no more will come
     * @param isLast whether what is there then counts as the last piece
     * @throws IOException if the piece is too long
     */
    fun isThere(isOver: Boolean, isLast: Boolean): Boolean {
        this.isOver = isOver
        this.isLast = isLast
        seen = 0
        reader.look(this)
        problem?.let { throw IOException(it) }
        return isThere
    }

    override fun drain(slices: Array<ByteBuffer>, length: Int): Int {
        if (reader.position() != place) {
            place = reader.position()
            searched = 0
        }
        this.slices[0] = slices[0]
        this.slices[1] = slices[1]
        seen = length
        search(slices)
        return 0
    }

    private fun search(slices: Array<ByteBuffer>) {
        val end = find(searched)
        searched = seen
        val length =
            when {
                end >= 0 -> lengthBefore(end)
                isLast -> seen
                else -> lengthAtLeast()
            }
        if (length > limit) {
            problem =
                "the $name is longer than the limit: at least $length bytes, limit=$limit, " +
                    "capacity=${reader.capacity()}"
        } else if (end >= 0 || isLast && seen > 0) {
            bytes = slices.take(length)
            withEnding = if (end >= 0) end else seen
            isThere = true
        } else if (seen == reader.capacity() && !isOver) {
            problem =
                "the $name does not fit the ring with its ending: $seen bytes without its end " +
                    "are there, limit=$limit, capacity=${reader.capacity()}"
        }
    }

    /** Where the first ending ends, of which the last byte is the [from]th or later; or -1. */
    protected abstract fun find(from: Int): Int

    /** How long the piece is if its ending ends there. */
    protected abstract fun lengthBefore(end: Int): Int

    /** How long it is at least, if no ending was found: the last bytes may begin one. */
    protected abstract fun lengthAtLeast(): Int

    /** The byte at this place of those shown. */
    protected fun byteAt(place: Int): Byte {
        val first = slices[0]!!
        val second = slices[1]!!
        val here = first.remaining()
        return if (place < here) first.get(first.position() + place)
        else second.get(second.position() + place - here)
    }

    protected fun indexOf(value: Byte, from: Int): Int {
        val first = slices[0]!!
        val second = slices[1]!!
        val here = first.remaining()
        val start = first.position()
        val startBehind = second.position() - here
        for (i in from until here) if (first.get(start + i) == value) return i
        for (i in maxOf(from, here) until seen) if (second.get(startBehind + i) == value) return i
        return -1
    }
}

/** Ends with LF or CRLF. */
internal class Line(reader: RingReader, limit: Int) : Piece(reader, "line", limit) {
    init {
        requireLimit(limit, reader.capacity() - 1)
    }

    override fun find(from: Int): Int {
        val place = indexOf(LF, from)
        return if (place < 0) -1 else place + 1
    }

    override fun lengthBefore(end: Int): Int = withoutCr(end - 1)

    override fun lengthAtLeast(): Int = withoutCr(seen)

    private fun withoutCr(length: Int) =
        if (length > 0 && byteAt(length - 1) == CR) length - 1 else length
}

/** Ends with given bytes. */
internal class DelimitedPiece(
    reader: RingReader,
    private val delimiter: ByteArray,
    limit: Int,
) : Piece(reader, "piece", limit) {
    private val last = delimiter.lastOrNull() ?: 0

    init {
        require(delimiter.size in 1..reader.capacity()) {
            "size of a delimiter must be in 1..${reader.capacity()}: ${delimiter.size}"
        }
        requireLimit(limit, reader.capacity() - delimiter.size)
    }

    override fun find(from: Int): Int {
        var end = from
        while (true) {
            end = indexOf(last, maxOf(end, delimiter.size - 1)) + 1
            if (end <= 0) return -1
            if (matches(end - delimiter.size, delimiter.size)) return end
        }
    }

    override fun lengthBefore(end: Int): Int = end - delimiter.size

    override fun lengthAtLeast(): Int {
        var length = maxOf(seen - delimiter.size + 1, 0)
        while (!matches(length, seen - length)) length++
        return length
    }

    private fun matches(place: Int, count: Int): Boolean {
        for (i in 0 until count) if (byteAt(place + i) != delimiter[i]) return false
        return true
    }
}

internal fun requireLimit(limit: Int, most: Int) {
    require(limit in 0..most) { "limit must be in 0..$most: $limit" }
}
