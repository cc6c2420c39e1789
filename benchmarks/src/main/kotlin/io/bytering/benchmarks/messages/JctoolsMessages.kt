package io.bytering.benchmarks.messages

import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import io.bytering.benchmarks.duel.Idle
import io.bytering.benchmarks.duel.Pipe
import org.jctools.queues.MessagePassingQueue
import org.jctools.queues.SpscArrayQueue

/**
 * Messages as arrays in a queue of JCTools, each a copy that belongs to its receiver. The queue
 * takes as many as a ring of [capacity] bytes; they are drained in batches.
 */
class JctoolsMessages(capacity: Int, private val size: Int) : Pipe {
    private val queue = SpscArrayQueue<ByteArray>(slots(capacity, size))
    private val chunks = Chunks(size)
    private val check = Check(size)
    private val sending = Idle()
    private val receiving = Idle()
    private val consumer = MessagePassingQueue.Consumer<ByteArray> { check.message(it, 0) }

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            val message = chunks.array.copyOfRange(offset, offset + size)
            while (!queue.relaxedOffer(message)) sending.idle()
        }
    }

    override fun receive(count: Int) {
        check.messages(count, receiving) { most -> queue.drain(consumer, most) }
    }

    companion object {
        fun slots(capacity: Int, size: Int): Int = (capacity / size).coerceAtLeast(4)
    }
}

/**
 * The same without garbage: the arrays come back through a second queue, so their receiver has to
 * copy.
 */
class RecycledMessages(capacity: Int, private val size: Int) : Pipe {
    private val queue = SpscArrayQueue<ByteArray>(JctoolsMessages.slots(capacity, size))
    private val free = SpscArrayQueue<ByteArray>(JctoolsMessages.slots(capacity, size))
    private val chunks = Chunks(size)
    private val check = Check(size)
    private val sending = Idle()
    private val receiving = Idle()
    private val consumer =
        MessagePassingQueue.Consumer<ByteArray> {
            it.copyInto(check.bytes)
            free.relaxedOffer(it)
            check.message(check.bytes, 0)
        }

    init {
        repeat(free.capacity()) { free.offer(ByteArray(size)) }
    }

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            var message = free.relaxedPoll()
            while (message == null) {
                sending.idle()
                message = free.relaxedPoll()
            }
            chunks.array.copyInto(message, 0, offset, offset + size)
            while (!queue.relaxedOffer(message)) sending.idle()
        }
    }

    override fun receive(count: Int) {
        check.messages(count, receiving) { most -> queue.drain(consumer, most) }
    }
}
