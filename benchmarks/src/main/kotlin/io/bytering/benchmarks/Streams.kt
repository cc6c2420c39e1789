package io.bytering.benchmarks

import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy
import java.io.PipedInputStream
import java.io.PipedOutputStream

/** A stream of bytes through a ring, by threads that wait. */
class RingStream(
    ring: ByteRing,
    private val chunk: Int,
    strategy: WaitStrategy = WaitStrategy.backOff(),
) : Pipe {
    private val writer = BlockingWriter.of(ring.writer(), strategy)
    private val reader = BlockingReader.of(ring.reader(), strategy)
    private val pattern = Pattern.array(chunk)
    private val step = Pattern.step(chunk)
    private val bytes = ByteArray(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            writer.write(pattern, offset, chunk)
            offset = Pattern.next(offset, step)
        }
    }

    override fun receive(count: Int) {
        check.begin()
        var left = count.toLong() * chunk
        while (left > 0) {
            val read = reader.read(bytes, 0, minOf(chunk.toLong(), left).toInt())
            check.piece(bytes, read)
            left -= read
        }
        check.end(count)
    }

    override fun close() {
        writer.close()
        reader.close()
    }
}

/**
 * The JDK's pair of streams. Flushed at the end, without which its reader may sleep for a second.
 */
class PipedStreams(capacity: Int, private val chunk: Int, private val flushes: Boolean = true) :
    Pipe {
    private val input = PipedInputStream(capacity)
    private val output = PipedOutputStream(input)
    private val pattern = Pattern.array(chunk)
    private val step = Pattern.step(chunk)
    private val bytes = ByteArray(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            output.write(pattern, offset, chunk)
            offset = Pattern.next(offset, step)
        }
        if (flushes) output.flush()
    }

    override fun receive(count: Int) {
        check.begin()
        var left = count.toLong() * chunk
        while (left > 0) {
            val read = input.read(bytes, 0, minOf(chunk.toLong(), left).toInt())
            check.piece(bytes, read)
            left -= read
        }
        check.end(count)
    }

    override fun close() {
        output.close()
        input.close()
    }
}
