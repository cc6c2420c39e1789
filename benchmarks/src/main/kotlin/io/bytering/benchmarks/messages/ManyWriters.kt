package io.bytering.benchmarks.messages

import com.lmax.disruptor.BusySpinWaitStrategy
import com.lmax.disruptor.EventPoller
import com.lmax.disruptor.EventTranslatorOneArg
import com.lmax.disruptor.RingBuffer
import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.FromMany
import io.bytering.benchmarks.duel.Idle
import io.bytering.benchmarks.duel.Partner
import io.bytering.message.MessageHandler
import io.bytering.message.MessageRing
import java.nio.ByteBuffer
import org.agrona.concurrent.MessageHandler as AgronaHandler
import org.agrona.concurrent.UnsafeBuffer
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor
import org.jctools.queues.MessagePassingQueue
import org.jctools.queues.MpscArrayQueue

/** Where several threads put messages in, and one takes them out. */
interface FunnelOfThreads : AutoCloseable {
    /** What one more thread does: puts in so many messages of its number. */
    fun sender(number: Int): (count: Int) -> Unit

    /** Takes so many messages out, and hands each to a [FromMany]. */
    fun receive(count: Int)

    override fun close() {}
}

/** Each writer is a thread of its own; the one that measures receives. */
class ManyToOne(private val funnel: FunnelOfThreads, writers: Int, first: Partner) : Contestant {
    private val senders = List(writers, funnel::sender)
    private val others = List(writers - 1) { Partner() }
    private val partners = listOf(first) + others

    override fun batch(ops: Int) {
        val each = ops / partners.size
        partners.forEachIndexed { number, partner -> partner.start { senders[number](each) } }
        funnel.receive(each * partners.size)
        partners.forEach { it.join() }
    }

    override fun close() {
        others.forEach { it.close() }
        funnel.close()
    }
}

/** A ring of messages; copied in, and copied out in batches. */
class RingOfMany(capacity: Int, size: Int, writers: Int) : FunnelOfThreads {
    private val ring = MessageRing.ofCapacity(capacity)
    private val reader = ring.reader()
    private val check = FromMany(size, writers)
    private val receiving = Idle()
    private val handler = MessageHandler {
        it.get(check.bytes)
        check.message(check.bytes)
    }

    override fun sender(number: Int): (Int) -> Unit {
        val writer = ring.newWriter()
        val message = check.of(number)
        val idle = Idle()
        return { count -> repeat(count) { while (!writer.tryWrite(message)) idle.idle() } }
    }

    override fun receive(count: Int): Unit =
        check.messages(count, receiving) { most -> reader.drain(handler, most) }

    override fun close() {
        ring.close()
        reader.close()
    }
}

/** Agrona's, as in [AgronaMessages]. */
class AgronaOfMany(capacity: Int, private val size: Int, writers: Int) : FunnelOfThreads {
    private val ring =
        ManyToOneRingBuffer(
            UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH))
        )
    private val check = FromMany(size, writers)
    private val receiving = Idle()
    private val handler = AgronaHandler { _, buffer, index, length ->
        buffer.getBytes(index, check.bytes, 0, length)
        check.message(check.bytes)
    }

    override fun sender(number: Int): (Int) -> Unit {
        val message = UnsafeBuffer(check.of(number))
        val idle = Idle()
        return { count -> repeat(count) { while (!ring.write(1, message, 0, size)) idle.idle() } }
    }

    override fun receive(count: Int): Unit =
        check.messages(count, receiving) { most -> ring.read(handler, most) }
}

/** An array for each message, in a queue of JCTools. */
class JctoolsOfMany(capacity: Int, size: Int, writers: Int) : FunnelOfThreads {
    private val queue = MpscArrayQueue<ByteArray>(JctoolsMessages.slots(capacity, size))
    private val check = FromMany(size, writers)
    private val receiving = Idle()
    private val consumer = MessagePassingQueue.Consumer<ByteArray>(check::message)

    override fun sender(number: Int): (Int) -> Unit {
        val message = check.of(number)
        val idle = Idle()
        return { count ->
            repeat(count) {
                val copy = message.clone()
                while (!queue.relaxedOffer(copy)) idle.idle()
            }
        }
    }

    override fun receive(count: Int): Unit =
        check.messages(count, receiving) { most -> queue.drain(consumer, most) }
}

/** An array for each message, in the Disruptor for several producers. */
class DisruptorOfMany(capacity: Int, size: Int, writers: Int) : FunnelOfThreads {
    private class Event {
        var message: ByteArray? = null
    }

    private val ring =
        RingBuffer.createMultiProducer(
            { Event() },
            (capacity / size).coerceAtLeast(4).takeHighestOneBit(),
            BusySpinWaitStrategy(),
        )
    private val poller = ring.newPoller()
    private val check = FromMany(size, writers)
    private val receiving = Idle()
    private val translator =
        EventTranslatorOneArg<Event, ByteArray> { event, _, message -> event.message = message }
    private var taken = 0
    private var most = 0
    private val handler =
        EventPoller.Handler<Event> { event, _, _ ->
            check.message(event.message!!)
            event.message = null
            ++taken < most
        }

    init {
        ring.addGatingSequences(poller.sequence)
    }

    override fun sender(number: Int): (Int) -> Unit {
        val message = check.of(number)
        val idle = Idle()
        return { count ->
            repeat(count) {
                val copy = message.clone()
                while (!ring.tryPublishEvent(translator, copy)) idle.idle()
            }
        }
    }

    override fun receive(count: Int): Unit =
        check.messages(count, receiving) { limit ->
            taken = 0
            most = limit
            poller.poll(handler)
            taken
        }
}
