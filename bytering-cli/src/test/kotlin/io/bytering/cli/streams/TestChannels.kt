package io.bytering.cli.streams

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import java.util.concurrent.CountDownLatch

/**
 * Gives bytes, then ends or fails.
 *
 * @param bytes null for zeros without end
 */
class TestSource(bytes: ByteArray?, private val problem: String? = null) : ScatteringByteChannel {
    private val left = bytes?.let(ByteBuffer::wrap)

    override fun read(dsts: Array<ByteBuffer>, offset: Int, length: Int): Long {
        val buffer = dsts.drop(offset).take(length).firstOrNull { it.hasRemaining() } ?: return 0
        val count = minOf(buffer.remaining(), left?.remaining() ?: Int.MAX_VALUE)
        if (count == 0) problem?.let { throw IOException(it) } ?: return -1
        val chunk = ByteArray(count)
        left?.get(chunk)
        buffer.put(chunk)
        return count.toLong()
    }

    override fun read(dsts: Array<ByteBuffer>): Long = read(dsts, 0, dsts.size)

    override fun read(dst: ByteBuffer): Int = read(arrayOf(dst)).toInt()

    override fun isOpen() = true

    override fun close() = Unit
}

/**
 * Keeps what it is given.
 *
 * @param gate what it waits for before it takes anything
 * @param room bytes that it takes before it fails
 */
class TestSink(
    private val gate: CountDownLatch = CountDownLatch(0),
    private val room: Int = Int.MAX_VALUE,
    private val problem: String = "full",
) : GatheringByteChannel {
    private val bytes = ByteArrayOutputStream()

    fun taken(): ByteArray = bytes.toByteArray()

    /**
     * Whether nothing was mixed up: each piece, of 16 bytes or more, goes on behind the one before.
     */
    fun isMadeOfPiecesOf(source: ByteArray): Boolean {
        val taken = taken()
        var at = 0 // in the source
        var i = 0
        while (i < taken.size) {
            val piece = taken.copyOfRange(i, minOf(i + 16, taken.size))
            while (!source.startsWith(piece, at)) if (++at >= source.size) return false
            while (i < taken.size && at < source.size && taken[i] == source[at]) {
                i++
                at++
            }
        }
        return true
    }

    private fun ByteArray.startsWith(piece: ByteArray, at: Int) =
        at + piece.size <= size && piece.indices.all { this[at + it] == piece[it] }

    override fun write(srcs: Array<ByteBuffer>, offset: Int, length: Int): Long {
        gate.await()
        var count = 0L
        for (buffer in srcs.drop(offset).take(length)) {
            val chunk = ByteArray(minOf(buffer.remaining(), room - bytes.size()))
            buffer.get(chunk)
            bytes.write(chunk)
            count += chunk.size
        }
        if (count == 0L) throw IOException(problem)
        return count
    }

    override fun write(srcs: Array<ByteBuffer>): Long = write(srcs, 0, srcs.size)

    override fun write(src: ByteBuffer): Int = write(arrayOf(src)).toInt()

    override fun isOpen() = true

    override fun close() = Unit
}
