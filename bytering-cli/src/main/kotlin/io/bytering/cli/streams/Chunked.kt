package io.bytering.cli.streams

import java.nio.ByteBuffer
import java.nio.channels.Channel
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel

/**
 * Channels that move a limited number of bytes a call.
 *
 * The operating system could take a whole ring at once, but the other thread would stand still
 * meanwhile, and the bytes would have left the processor's cache before it gets them.
 */
sealed class Chunked {
    /** How many bytes a call moves at most. */
    var most = CHUNK
        set(value) {
            require(value in 0..CHUNK) { "at most $CHUNK in a chunk: $value" }
            field = value
        }

    class Source(private val channel: ScatteringByteChannel) :
        Chunked(), ScatteringByteChannel, Channel by channel {
        override fun read(dst: ByteBuffer): Int = channel.read(limited(dst, most))

        override fun read(dsts: Array<ByteBuffer>): Long = read(dsts, 0, dsts.size)

        override fun read(dsts: Array<ByteBuffer>, offset: Int, length: Int): Long =
            channel.read(dsts, offset, limited(dsts, offset, length))
    }

    class Sink(private val channel: GatheringByteChannel) :
        Chunked(), GatheringByteChannel, Channel by channel {
        override fun write(src: ByteBuffer): Int = channel.write(limited(src, most))

        override fun write(srcs: Array<ByteBuffer>): Long = write(srcs, 0, srcs.size)

        override fun write(srcs: Array<ByteBuffer>, offset: Int, length: Int): Long =
            channel.write(srcs, offset, limited(srcs, offset, length))
    }

    /**
     * Sets the limits so that the buffers have room for a chunk in all; returns how many are left.
     */
    protected fun limited(buffers: Array<ByteBuffer>, offset: Int, length: Int): Int {
        var room = most
        var count = 0
        while (count < length && room > 0) {
            room -= limited(buffers[offset + count], room).remaining()
            count++
        }
        return count
    }

    protected fun limited(buffer: ByteBuffer, bytes: Int): ByteBuffer = buffer.apply {
        if (remaining() > bytes) limit(position() + bytes)
    }

    companion object {
        const val CHUNK = 128 * 1024
    }
}
