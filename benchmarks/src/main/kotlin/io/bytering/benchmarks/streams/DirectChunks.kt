package io.bytering.benchmarks.streams

import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import java.nio.ByteBuffer
import java.nio.channels.ReadableByteChannel
import java.nio.channels.WritableByteChannel

/**
 * Chunks through channels of the system, in direct buffers, so that nothing is copied but by the
 * system: the sender has its bytes in such a buffer from the start, the receiver looks at them
 * where they arrive.
 */
class DirectChunks(private val size: Int) {
    private val chunks = Chunks(size)
    private val pattern = ByteBuffer.allocateDirect(chunks.array.size).put(chunks.array)
    private val bytes = ByteBuffer.allocateDirect(size)
    private val check = Check(size)

    fun send(count: Int, sink: WritableByteChannel) {
        chunks.each(count) { offset ->
            pattern.limit(offset + size).position(offset)
            while (pattern.hasRemaining()) sink.write(pattern)
        }
    }

    fun receive(count: Int, source: ReadableByteChannel) {
        check.begin()
        var left = count.toLong() * size
        while (left > 0) {
            bytes.clear().limit(minOf(size.toLong(), left).toInt())
            val read = source.read(bytes)
            check(read > 0) { "the stream ended" }
            if (Check.careful) {
                bytes.flip().get(check.bytes, 0, read)
                check.piece(check.bytes, read)
            } else {
                check.piece(bytes.get(0), bytes.get(read - 1), read)
            }
            left -= read
        }
        check.end(count)
    }
}
