package io.bytering.cli.streams

import java.nio.ByteBuffer
import java.nio.channels.Channel
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel

/**
 * Channels that move at most [CHUNK] bytes a call.
 *
 * The operating system could take a whole ring at once, but the other thread would stand still
 * meanwhile, and the bytes would have left the processor's cache before it gets them.
 */
object Chunked {
    const val CHUNK = 128 * 1024

    fun source(channel: ScatteringByteChannel): ScatteringByteChannel =
        object : ScatteringByteChannel, Channel by channel {
            override fun read(dst: ByteBuffer): Int = channel.read(dst.limited(CHUNK))

            override fun read(dsts: Array<ByteBuffer>): Long = read(dsts, 0, dsts.size)

            override fun read(dsts: Array<ByteBuffer>, offset: Int, length: Int): Long =
                channel.read(dsts, offset, limited(dsts, offset, length))
        }

    fun sink(channel: GatheringByteChannel): GatheringByteChannel =
        object : GatheringByteChannel, Channel by channel {
            override fun write(src: ByteBuffer): Int = channel.write(src.limited(CHUNK))

            override fun write(srcs: Array<ByteBuffer>): Long = write(srcs, 0, srcs.size)

            override fun write(srcs: Array<ByteBuffer>, offset: Int, length: Int): Long =
                channel.write(srcs, offset, limited(srcs, offset, length))
        }

    /**
     * Sets the limits so that the buffers have room for a chunk in all; returns how many are left.
     */
    private fun limited(buffers: Array<ByteBuffer>, offset: Int, length: Int): Int {
        var room = CHUNK
        var count = 0
        while (count < length && room > 0) {
            room -= buffers[offset + count].limited(room).remaining()
            count++
        }
        return count
    }

    private fun ByteBuffer.limited(bytes: Int): ByteBuffer = apply {
        if (remaining() > bytes) limit(position() + bytes)
    }
}
