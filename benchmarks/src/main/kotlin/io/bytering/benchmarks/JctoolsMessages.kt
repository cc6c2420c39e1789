package io.bytering.benchmarks

import org.jctools.queues.MessagePassingQueue
import org.jctools.queues.SpscArrayQueue

/**
 * Messages as arrays in a queue of JCTools, each a copy that belongs to its receiver. The queue
 * takes as many as a ring of [capacity] bytes; they are drained in batches.
 */
class JctoolsMessages(capacity: Int, private val size: Int) : Pipe {
    private val queue = SpscArrayQueue<ByteArray>(slots(capacity, size))
    private val pattern = Pattern.array(size)
    private val step = Pattern.step(size)
    private val check = Check(size)
    private val sending = Idle()
    private val receiving = Idle()
    private val consumer = MessagePassingQueue.Consumer<ByteArray> { check.message(it, 0) }

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            val message = pattern.copyOfRange(offset, offset + size)
            while (!queue.relaxedOffer(message)) sending.idle()
            offset = Pattern.next(offset, step)
        }
    }

    override fun receive(count: Int) {
        check.begin()
        var left = count
        while (left > 0) {
            val messages = queue.drain(consumer, left)
            if (messages == 0) receiving.idle()
            left -= messages
        }
        check.end(count)
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
    private val pattern = Pattern.array(size)
    private val step = Pattern.step(size)
    private val message = ByteArray(size)
    private val check = Check(size)
    private val sending = Idle()
    private val receiving = Idle()
    private val consumer =
        MessagePassingQueue.Consumer<ByteArray> {
            it.copyInto(message)
            free.relaxedOffer(it)
            check.message(message, 0)
        }

    init {
        repeat(free.capacity()) { free.offer(ByteArray(size)) }
    }

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            var message = free.relaxedPoll()
            while (message == null) {
                sending.idle()
                message = free.relaxedPoll()
            }
            pattern.copyInto(message, 0, offset, offset + size)
            while (!queue.relaxedOffer(message)) sending.idle()
            offset = Pattern.next(offset, step)
        }
    }

    override fun receive(count: Int) {
        check.begin()
        var left = count
        while (left > 0) {
            val messages = queue.drain(consumer, left)
            if (messages == 0) receiving.idle()
            left -= messages
        }
        check.end(count)
    }
}
