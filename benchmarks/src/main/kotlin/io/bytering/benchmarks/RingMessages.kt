package io.bytering.benchmarks

import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy

/**
 * Messages in a ring: each claimed, copied in and committed; taken out in batches, each copied, and
 * the batch consumed at once. All of one size, with or without a length before each.
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
    private val pattern = Pattern.array(size)
    private val step = Pattern.step(size)
    private val message = ByteArray(size)
    private val check = Check(size)

    override fun send(count: Int): Unit = if (framed) sendFramed(count) else sendPlain(count)

    override fun receive(count: Int) {
        check.begin()
        if (framed) receiveFramed(count) else receivePlain(count)
        check.end(count)
    }

    private fun sendPlain(count: Int) {
        var offset = 0
        repeat(count) {
            val slot = writer.claim(size) ?: room.claim(size)
            slot.put(pattern, offset, size)
            writer.commit(size)
            offset = Pattern.next(offset, step)
        }
    }

    private fun receivePlain(count: Int) {
        var left = count
        while (left > 0) {
            val batch = reader.peek()
            val messages = minOf(left, batch.remaining() / size)
            if (messages == 0) {
                bytes.awaitReadable(size)
                continue
            }
            repeat(messages) {
                batch.get(message, 0, size)
                check.message(message, 0)
            }
            reader.consume(messages * size)
            left -= messages
        }
    }

    private fun sendFramed(count: Int) {
        var offset = 0
        val whole = HEADER + size
        repeat(count) {
            val slot = writer.claim(whole) ?: room.claim(whole)
            slot.putInt(size).put(pattern, offset, size)
            writer.commit(whole)
            offset = Pattern.next(offset, step)
        }
    }

    private fun receiveFramed(count: Int) {
        var left = count
        while (left > 0) {
            val batch = reader.peek()
            val start = batch.position()
            while (left > 0 && batch.hasRemaining()) { // whole messages, as they were committed
                batch.get(message, 0, batch.getInt())
                check.message(message, 0)
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
    }
}
