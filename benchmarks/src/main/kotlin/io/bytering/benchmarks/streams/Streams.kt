package io.bytering.benchmarks.streams

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import io.bytering.benchmarks.duel.Pipe
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
    private val chunks = Chunks(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            writer.write(chunks.array, offset, chunk)
        }
    }

    override fun receive(count: Int) {
        check.stream(count) { most -> reader.read(check.bytes, 0, most) }
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
    private val chunks = Chunks(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            output.write(chunks.array, offset, chunk)
        }
        if (flushes) output.flush()
    }

    override fun receive(count: Int) {
        check.stream(count) { most -> input.read(check.bytes, 0, most) }
    }

    override fun close() {
        output.close()
        input.close()
    }
}
