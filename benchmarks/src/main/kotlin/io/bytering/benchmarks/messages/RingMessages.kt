package io.bytering.benchmarks.messages

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import io.bytering.benchmarks.duel.Pipe
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy

/**
 * Messages in a ring: each copied in, whole or not at all; copied out as many at once as there are.
 * All of one size. Framed, they are claimed, get a length before each, and are copied out one by
 * one.
 */
class RingMessages(
    ring: ByteRing,
    private val size: Int,
    private val framed: Boolean = false,
    strategy: WaitStrategy = WaitStrategy.busySpin(),
) : Pipe {
    private val writer = ring.writer()
    private val reader = ring.reader()
    private val room = BlockingWriter.of(writer, strategy)
    private val bytes = BlockingReader.of(reader, strategy)
    private val chunks = Chunks(size)
    private val messages = ByteArray(maxOf(1, BATCH / size) * size)
    private val batch = messages.size.toLong()
    private val check = Check(size)

    override fun send(count: Int): Unit = if (framed) sendFramed(count) else sendPlain(count)

    override fun receive(count: Int) {
        check.begin()
        if (framed) receiveFramed(count) else receivePlain(count)
        check.end(count)
    }

    private fun sendPlain(count: Int) {
        chunks.each(count) { offset ->
            while (!writer.tryWriteAll(chunks.array, offset, size)) room.awaitWritable(size)
        }
    }

    private fun receivePlain(count: Int) {
        var left = count
        while (left > 0) {
            val read = bytes.read(messages, 0, minOf(left.toLong() * size, batch).toInt())
            for (start in 0 until read step size) check.message(messages, start)
            left -= read / size
        }
    }

    private fun sendFramed(count: Int) {
        val whole = HEADER + size
        chunks.each(count) { offset ->
            val slot = writer.claim(whole) ?: room.claim(whole)
            slot.putInt(size).put(chunks.array, offset, size)
            writer.commit(whole)
        }
    }

    private fun receiveFramed(count: Int) {
        var left = count
        while (left > 0) {
            val batch = reader.peek()
            val start = batch.position()
            while (left > 0 && batch.hasRemaining()) { // whole messages, as they were committed
                batch.get(messages, 0, batch.getInt())
                check.message(messages, 0)
                left--
            }
            val moved = batch.position() - start
            if (moved == 0) bytes.awaitReadable(1) else reader.consume(moved)
        }
    }

    override fun close() {
        writer.close()
        reader.close()
    }

    companion object {
        const val HEADER = 4

        /** Bytes that fit into the core's nearest cache several times. */
        private const val BATCH = 4096
    }
}
