package io.bytering.samples

import java.nio.ByteBuffer
import java.nio.channels.GatheringByteChannel

/** A channel by one function. */
fun interface Sinks : GatheringByteChannel {
    fun take(src: Array<ByteBuffer>): Long

    override fun write(srcs: Array<ByteBuffer>, offset: Int, length: Int) =
        take(srcs.copyOfRange(offset, offset + length))

    override fun write(srcs: Array<ByteBuffer>) = take(srcs)

    override fun write(src: ByteBuffer) = take(arrayOf(src)).toInt()

    override fun isOpen() = true

    override fun close() {}
}
