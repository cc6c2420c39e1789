package io.bytering.benchmarks

import com.lmax.disruptor.BusySpinWaitStrategy
import com.lmax.disruptor.EventPoller
import com.lmax.disruptor.RingBuffer
import io.bytering.BroadcastRing

/**
 * Messages that each of many readers copies out, one reader after the other. Never full and never
 * empty when asked.
 */
class RingBroadcast(capacity: Int, private val size: Int, readers: Int) : Pipe {
    private val ring = BroadcastRing.builder().capacity(capacity).history(0).signals(false).build()
    private val writer = ring.writer()
    private val readers = List(readers) { ring.subscribe() }
    private val pattern = Pattern.array(size)
    private val step = Pattern.step(size)
    private val message = ByteArray(size)
    private val check = Check(size)

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            checkNotNull(writer.claim(size)) { "full" }.put(pattern, offset, size)
            writer.commit(size)
            offset = Pattern.next(offset, step)
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
                    batch.get(message, 0, size)
                    check.message(message, 0)
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
    private val pattern = Pattern.array(size)
    private val step = Pattern.step(size)
    private val message = ByteArray(size)
    private val check = Check(size)
    private var left = 0
    private val handler =
        EventPoller.Handler<ByteArray> { event, _, _ ->
            event.copyInto(message)
            check.message(message, 0)
            --left > 0
        }

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            val sequence = ring.tryNext()
            pattern.copyInto(ring.get(sequence), 0, offset, offset + size)
            ring.publish(sequence)
            offset = Pattern.next(offset, step)
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
