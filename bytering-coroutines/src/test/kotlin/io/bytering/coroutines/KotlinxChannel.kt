package io.bytering.coroutines

import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ChannelResult

/** kotlinx's channel under our interface, to hold one against the other. */
@OptIn(DelicateCoroutinesApi::class)
internal class KotlinxChannel(val channel: Channel<ByteArray>) : RingChannel {
    override val capacity: Int
        get() = error("is not bounded in bytes")

    override val maxMessageSize: Int
        get() = error("is not bounded in bytes")

    override val isClosedForSend: Boolean
        get() = channel.isClosedForSend

    override val isClosedForReceive: Boolean
        get() = channel.isClosedForReceive

    override suspend fun send(message: ByteArray) = channel.send(message)

    override fun trySend(message: ByteArray): ChannelResult<Unit> = channel.trySend(message)

    override suspend fun receive(): ByteArray = channel.receive()

    override suspend fun receiveCatching(): ChannelResult<ByteArray> = channel.receiveCatching()

    override fun tryReceive(): ChannelResult<ByteArray> = channel.tryReceive()

    override suspend fun awaitMessage(): Boolean = error("has select clauses")

    override fun iterator(): RingChannelIterator {
        val iterator = channel.iterator()
        return object : RingChannelIterator {
            override suspend fun hasNext(): Boolean = iterator.hasNext()

            override fun next(): ByteArray = iterator.next()
        }
    }

    override fun close(cause: Throwable?): Boolean = channel.close(cause)

    override fun cancel(cause: CancellationException?) = channel.cancel(cause)

    override fun invokeOnClose(handler: (cause: Throwable?) -> Unit) =
        channel.invokeOnClose(handler)
}
