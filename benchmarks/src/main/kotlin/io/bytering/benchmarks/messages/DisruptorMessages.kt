package io.bytering.benchmarks.messages

import com.lmax.disruptor.BusySpinWaitStrategy
import com.lmax.disruptor.EventPoller
import com.lmax.disruptor.RingBuffer
import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import io.bytering.benchmarks.duel.Idle
import io.bytering.benchmarks.duel.Pipe

/**
 * Messages in the Disruptor's events, which are allocated beforehand; taken out in batches by a
 * poller.
 */
class DisruptorMessages(capacity: Int, private val size: Int) : Pipe {
    private val ring =
        RingBuffer.createSingleProducer(
            { ByteArray(size) },
            (capacity / size).coerceAtLeast(4).takeHighestOneBit(),
            BusySpinWaitStrategy(),
        )
    private val poller = ring.newPoller()
    private val chunks = Chunks(size)
    private val check = Check(size)
    private val sending = Idle()
    private val receiving = Idle()
    private var left = 0
    private val handler =
        EventPoller.Handler<ByteArray> { event, _, _ ->
            event.copyInto(check.bytes)
            check.message(check.bytes, 0)
            --left > 0
        }

    init {
        ring.addGatingSequences(poller.sequence)
    }

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            while (!ring.hasAvailableCapacity(1)) sending.idle() // next() alone would park
            val sequence = ring.next()
            chunks.array.copyInto(ring.get(sequence), 0, offset, offset + size)
            ring.publish(sequence)
        }
    }

    override fun receive(count: Int) {
        check.begin()
        left = count
        while (left > 0) {
            if (poller.poll(handler) != EventPoller.PollState.PROCESSING) receiving.idle()
        }
        check.end(count)
    }
}
