package io.bytering.cli.copy

import java.nio.ByteBuffer
import java.nio.channels.Channel
import java.nio.channels.FileChannel
import java.nio.channels.GatheringByteChannel
import java.util.concurrent.atomic.AtomicLong

/**
 * Writes to an empty file, and leaves blocks of zeros out that come from holes: where nothing was
 * ever written, a file has a hole, which reads as zeros and takes no room.
 *
 * @param holes those of the source
 */
class SparseSink internal constructor(private val file: FileChannel, private val holes: Holes) :
    GatheringByteChannel, Channel by file {
    private var position = 0L

    /**
     * Lets the system copy, where it knows the holes: the bytes need not come here for that. What
     * it leaves is still to be written.
     *
     * @param source from its start on; afterwards its position is behind what was copied
     * @param counted gets how far it is
     */
    fun copyFrom(source: FileChannel, counted: AtomicLong) {
        val size = source.size()
        while (holes.areKnown() && position < size) {
            if (holes.contains(position, 1)) {
                position = minOf(holes.end(), size)
            } else {
                val data = minOf(AT_ONCE, size - position, holes.start() - position)
                val count = source.transferTo(position, data, file.position(position))
                if (count == 0L) break
                position += count
            }
            counted.lazySet(position)
        }
        if (position > 0) source.position(position) // a pipe has none
    }

    override fun write(srcs: Array<ByteBuffer>): Long = write(srcs, 0, srcs.size)

    override fun write(srcs: Array<ByteBuffer>, offset: Int, length: Int): Long =
        (offset until offset + length).sumOf { write(srcs[it]).toLong() }

    override fun write(src: ByteBuffer): Int {
        val length = src.remaining()
        while (src.hasRemaining()) {
            val zeros = skipZeros(src)
            position += zeros
            if (zeros == 0) position += writeData(src)
        }
        return length
    }

    /** Gives the file its length, if it ends with a hole. */
    fun end() {
        if (file.size() < position) file.write(ByteBuffer.allocate(1), position - 1)
    }

    private fun skipZeros(src: ByteBuffer): Int {
        val first = src.position()
        if (position % BLOCK == 0L) {
            while (isLeftOut(src, src.position(), position + src.position() - first)) {
                src.position(src.position() + BLOCK)
            }
        }
        return src.position() - first
    }

    private fun writeData(src: ByteBuffer): Int {
        val first = src.position()
        val limit = src.limit()
        var end = first + (BLOCK - position % BLOCK).toInt()
        while (end < limit && !isLeftOut(src, end, position + end - first)) end += BLOCK
        src.limit(minOf(end, limit))
        val count = file.write(src, position)
        src.limit(limit)
        return count
    }

    /** Whether there is a whole block from there, and all of it is zero. */
    private fun isLeftOut(src: ByteBuffer, from: Int, at: Long): Boolean =
        src.limit() - from >= BLOCK &&
            holes.contains(at, BLOCK) &&
            (from until from + BLOCK step Long.SIZE_BYTES).all { src.getLong(it) == 0L }

    private companion object {
        /** What common file systems manage as one. */
        const val BLOCK = 4096

        /** What the system copies in a few milliseconds: how far it is shall be seen. */
        const val AT_ONCE = 8L shl 20
    }
}
