package io.bytering.coroutines

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.TestScope
import java.io.IOException
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ChannelResult
import kotlinx.coroutines.channels.consumeEach
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.consumeAsFlow
import kotlinx.coroutines.flow.receiveAsFlow

/** What our channel and kotlinx's have in common, to hold one against the other. */
internal interface AnyChannel {
    val isClosedForSend: Boolean
    val isClosedForReceive: Boolean

    suspend fun send(message: ByteArray)

    fun trySend(message: ByteArray): ChannelResult<Unit>

    suspend fun receive(): ByteArray

    suspend fun receiveCatching(): ChannelResult<ByteArray>

    fun tryReceive(): ChannelResult<ByteArray>

    operator fun iterator(): AnyIterator

    fun close(cause: Throwable? = null): Boolean

    fun cancel(cause: CancellationException? = null)

    fun invokeOnClose(handler: (cause: Throwable?) -> Unit)

    suspend fun consumeEach(action: (ByteArray) -> Unit)

    fun receiveAsFlow(): Flow<ByteArray>

    fun consumeAsFlow(): Flow<ByteArray>
}

internal interface AnyIterator {
    suspend operator fun hasNext(): Boolean

    operator fun next(): ByteArray
}

internal class Ours(private val channel: RingChannel) : AnyChannel {
    override val isClosedForSend
        get() = channel.isClosedForSend

    override val isClosedForReceive
        get() = channel.isClosedForReceive

    override suspend fun send(message: ByteArray) = channel.send(message)

    override fun trySend(message: ByteArray) = channel.trySend(message)

    override suspend fun receive() = channel.receive()

    override suspend fun receiveCatching() = channel.receiveCatching()

    override fun tryReceive() = channel.tryReceive()

    override fun iterator(): AnyIterator {
        val iterator = channel.iterator()
        return object : AnyIterator {
            override suspend fun hasNext() = iterator.hasNext()

            override fun next() = iterator.next()
        }
    }

    override fun close(cause: Throwable?) = channel.close(cause)

    override fun cancel(cause: CancellationException?) = channel.cancel(cause)

    override fun invokeOnClose(handler: (cause: Throwable?) -> Unit) =
        channel.invokeOnClose(handler)

    override suspend fun consumeEach(action: (ByteArray) -> Unit) = channel.consumeEach(action)

    override fun receiveAsFlow() = channel.receiveAsFlow()

    override fun consumeAsFlow() = channel.consumeAsFlow()
}

@OptIn(DelicateCoroutinesApi::class)
internal class Theirs(private val channel: Channel<ByteArray>) : AnyChannel {
    override val isClosedForSend
        get() = channel.isClosedForSend

    override val isClosedForReceive
        get() = channel.isClosedForReceive

    override suspend fun send(message: ByteArray) = channel.send(message)

    override fun trySend(message: ByteArray) = channel.trySend(message)

    override suspend fun receive() = channel.receive()

    override suspend fun receiveCatching() = channel.receiveCatching()

    override fun tryReceive() = channel.tryReceive()

    override fun iterator(): AnyIterator {
        val iterator = channel.iterator()
        return object : AnyIterator {
            override suspend fun hasNext() = iterator.hasNext()

            override fun next() = iterator.next()
        }
    }

    override fun close(cause: Throwable?) = channel.close(cause)

    override fun cancel(cause: CancellationException?) = channel.cancel(cause)

    override fun invokeOnClose(handler: (cause: Throwable?) -> Unit) =
        channel.invokeOnClose(handler)

    override suspend fun consumeEach(action: (ByteArray) -> Unit) = channel.consumeEach(action)

    override fun receiveAsFlow() = channel.receiveAsFlow()

    override fun consumeAsFlow() = channel.consumeAsFlow()
}

/** A test of either channel; two messages of one byte each fill it. */
internal fun FunSpec.promise(name: String, test: suspend TestScope.(channel: AnyChannel) -> Unit) {
    test(name) { test(Ours(RingChannel(10))) }
    test("$name (kotlinx)") { test(Theirs(Channel(2))) }
}

// Of exceptions with fields of their own, kotlinx's debug mode makes no copies.
internal class Failure(val number: Int = 1) : IOException("failure $number")

internal class Cancellation(val number: Int = 1) : CancellationException("cancellation $number")

/** Runs the block up to its first suspension; its failure is a result, and not the scope's. */
internal fun <T> CoroutineScope.outcome(block: suspend () -> T): Deferred<Result<T>> =
    async(start = UNDISPATCHED) { runCatching { block() } }
