package io.bytering.benchmarks.broadcast

import com.lmax.disruptor.BusySpinWaitStrategy
import com.lmax.disruptor.EventPoller
import com.lmax.disruptor.RingBuffer
import io.bytering.BroadcastRing
import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import io.bytering.benchmarks.duel.Pipe

/**
 * Messages that each of many readers copies out, one reader after the other. Never full and never
 * empty when asked.
 */
class RingBroadcast(capacity: Int, private val size: Int, readers: Int) : Pipe {
    private val ring = BroadcastRing.builder().capacity(capacity).history(0).signals(false).build()
    private val writer = ring.writer()
    private val readers = List(readers) { ring.subscribe() }
    private val chunks = Chunks(size)
    private val check = Check(size)

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            checkNotNull(writer.claim(size)) { "full" }.put(chunks.array, offset, size)
            writer.commit(size)
        }
    }

    override fun receive(count: Int) {
        for (reader in readers) {
            check.begin()
            var left = count
            while (left > 0) {
                val batch = reader.peek()
                val messages = minOf(left, batch.remaining() / size)
                repeat(messages) {
                    batch.get(check.bytes, 0, size)
                    check.message(check.bytes, 0)
                }
                reader.consume(messages * size)
                left -= messages
            }
            check.end(count)
        }
    }

    override fun close(): Unit = ring.close()
}

class DisruptorBroadcast(capacity: Int, private val size: Int, readers: Int) : Pipe {
    private val ring =
        RingBuffer.createSingleProducer(
            { ByteArray(size) },
            (capacity / size).takeHighestOneBit(),
            BusySpinWaitStrategy(),
        )
    private val pollers =
        List(readers) { ring.newPoller().also { ring.addGatingSequences(it.sequence) } }
    private val chunks = Chunks(size)
    private val check = Check(size)
    private var left = 0
    private val handler =
        EventPoller.Handler<ByteArray> { event, _, _ ->
            event.copyInto(check.bytes)
            check.message(check.bytes, 0)
            --left > 0
        }

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            val sequence = ring.tryNext()
            chunks.array.copyInto(ring.get(sequence), 0, offset, offset + size)
            ring.publish(sequence)
        }
    }

    override fun receive(count: Int) {
        for (poller in pollers) {
            check.begin()
            left = count
            while (left > 0) poller.poll(handler)
            check.end(count)
        }
    }
}
