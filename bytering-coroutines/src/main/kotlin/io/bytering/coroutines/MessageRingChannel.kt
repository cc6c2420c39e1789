package io.bytering.coroutines

import io.bytering.message.MessageRing
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.channels.ChannelResult

/**
 * A channel over a ring of messages.
 *
 * The first end is recorded in [Endings], and calls that begin later see it there. What it means
 * for the calls under way is settled by each side.
 */
internal class MessageRingChannel(private val ring: MessageRing) : RingChannel {
    private val endings = Endings()
    val sending = SendingSide(ring, endings)
    val receiver = MessageReceiver(ring, endings, sending)

    override val capacity: Int
        get() = ring.capacity()

    override val maxMessageSize: Int
        get() = sending.maxMessageSize

    override val isClosedForSend: Boolean
        get() = endings.isClosed || ring.isClosed

    override val isClosedForReceive: Boolean
        get() = receiver.isClosed

    override suspend fun send(message: ByteArray): Unit = sending.send(message)

    override fun trySend(message: ByteArray): ChannelResult<Unit> = sending.trySend(message)

    override suspend fun receive(): ByteArray = receiver.receive()

    override suspend fun receiveCatching(): ChannelResult<ByteArray> = receiver.receiveCatching()

    override fun tryReceive(): ChannelResult<ByteArray> = receiver.tryReceive()

    override suspend fun awaitMessage(): Boolean = receiver.awaitMessage()

    override fun iterator(): RingChannelIterator = MessageIterator(receiver, endings)

    override fun close(cause: Throwable?): Boolean {
        val first = endings.close(cause)
        allOf({ sending.close() }, { if (first) endings.callHandler() })
        return first
    }

    override fun cancel(cause: CancellationException?) {
        val first = endings.cancel(cause)
        allOf({ sending.cancel() }, { receiver.cancel() }, { if (first) endings.callHandler() })
    }

    override fun invokeOnClose(handler: (cause: Throwable?) -> Unit): Unit =
        endings.invokeOnClose(handler)

    override fun toString(): String {
        val state =
            when {
                endings.isCancelled -> "cancelled"
                endings.isClosed -> "closed"
                else -> "open"
            }
        return "RingChannel[capacity=$capacity, $state]"
    }
}

private class MessageIterator(
    private val receiver: MessageReceiver,
    private val endings: Endings,
) : RingChannelIterator {
    private var message: ByteArray? = null
    /** The answer to the last question was the end, with or without a cause. */
    private var hasEnded = false

    override suspend fun hasNext(): Boolean {
        if (message == null) message = receiver.take()
        if (message != null) return true
        return hasNextSlowly()
    }

    private suspend fun hasNextSlowly(): Boolean {
        while (receiver.awaitMessageOrEnd()) {
            message = receiver.take()
            if (message != null) return true
        }
        hasEnded = true
        endings.cause?.let { throw it }
        return false
    }

    override fun next(): ByteArray {
        val next = message
        if (next == null) {
            check(hasEnded) { "next without hasNext" }
            hasEnded = false
            throw endings.receiveException()
        }
        message = null
        return next
    }
}
