package io.bytering.coroutines

import io.bytering.ByteRing
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.channels.ChannelResult

/**
 * A channel over a ring with one writer and one reader.
 *
 * The first end is recorded in [Endings], and calls that begin later see it there. What it means
 * for the calls under way is settled by the [Gate] of each side.
 */
internal class SpscRingChannel(ring: ByteRing) : RingChannel {
    private val endings = Endings()
    val sender = MessageSender(ring.writer(), endings)
    val receiver = MessageReceiver(ring.reader(), endings, sender)

    override val capacity: Int
        get() = sender.capacity

    override val maxMessageSize: Int
        get() = sender.maxMessageSize

    override val isClosedForSend: Boolean
        get() = endings.isClosed

    override val isClosedForReceive: Boolean
        get() = receiver.isClosed

    override suspend fun send(message: ByteArray): Unit = sender.send(message)

    override fun trySend(message: ByteArray): ChannelResult<Unit> = sender.trySend(message)

    override suspend fun receive(): ByteArray = receiver.receive()

    override suspend fun receiveCatching(): ChannelResult<ByteArray> = receiver.receiveCatching()

    override fun tryReceive(): ChannelResult<ByteArray> = receiver.tryReceive()

    override suspend fun awaitMessage(): Boolean = receiver.awaitMessage()

    override fun iterator(): RingChannelIterator = MessageIterator(receiver, endings)

    override fun close(cause: Throwable?): Boolean {
        val first = endings.close(cause)
        allOf({ sender.close() }, { if (first) endings.callHandler() })
        return first
    }

    override fun cancel(cause: CancellationException?) {
        val first = endings.cancel(cause)
        allOf({ sender.cancel() }, { receiver.cancel() }, { if (first) endings.callHandler() })
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
