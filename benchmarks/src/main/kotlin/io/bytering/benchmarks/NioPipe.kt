package io.bytering.benchmarks

import java.nio.ByteBuffer

/**
 * The kernel's pipe, as the JDK offers it. Both sides use direct buffers, and nothing is copied but
 * by the kernel: the sender has its bytes in such a buffer from the start, the receiver looks at
 * them where they arrive.
 */
class NioPipe(private val chunk: Int) : Pipe {
    private val pipe = java.nio.channels.Pipe.open()
    private val pattern = Pattern.array(chunk).let { ByteBuffer.allocateDirect(it.size).put(it) }
    private val step = Pattern.step(chunk)
    private val bytes = ByteBuffer.allocateDirect(chunk)
    private val copy = ByteArray(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            pattern.limit(offset + chunk).position(offset)
            while (pattern.hasRemaining()) pipe.sink().write(pattern)
            offset = Pattern.next(offset, step)
        }
    }

    override fun receive(count: Int) {
        check.begin()
        var left = count.toLong() * chunk
        while (left > 0) {
            bytes.clear().limit(minOf(chunk.toLong(), left).toInt())
            val read = pipe.source().read(bytes)
            if (Check.careful) {
                bytes.flip().get(copy, 0, read)
                check.piece(copy, read)
            } else {
                check.piece(bytes.get(0), bytes.get(read - 1), read)
            }
            left -= read
        }
        check.end(count)
    }

    override fun close() {
        pipe.sink().close()
        pipe.source().close()
    }
}
