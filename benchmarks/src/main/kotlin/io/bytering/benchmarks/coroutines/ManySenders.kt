package io.bytering.benchmarks.coroutines

import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.FromMany
import io.bytering.coroutines.RingChannel
import io.bytering.coroutines.receive
import io.bytering.coroutines.send
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Where several coroutines put messages in, and one takes them out. */
interface FunnelOfCoroutines : AutoCloseable {
    /** Puts in so many messages of a sender. */
    suspend fun send(sender: Int, count: Int)

    /** Takes so many messages out, and hands each to a [FromMany]. */
    suspend fun receive(count: Int)

    override fun close() {}
}

/** Each sender is a coroutine, and the receiver too. */
class ManySenders(
    private val funnel: FunnelOfCoroutines,
    private val senders: Int,
    private val context: CoroutineContext,
) : Contestant {
    override fun batch(ops: Int) {
        val each = ops / senders
        runBlocking(context) {
            repeat(senders) { launch { funnel.send(it, each) } }
            funnel.receive(each * senders)
        }
    }

    override fun close(): Unit = funnel.close()
}

/** Written in place, and copied out. */
class RingChannelOfMany(capacity: Int, private val size: Int, senders: Int) : FunnelOfCoroutines {
    private val channel = RingChannel(capacity)
    private val check = FromMany(size, senders)
    private val messages = List(senders, check::of)

    override suspend fun send(sender: Int, count: Int) {
        val message = messages[sender]
        repeat(count) { channel.send(size) { it.put(message) } }
    }

    override suspend fun receive(count: Int) {
        check.begin()
        repeat(count) {
            channel.receive { it.get(check.bytes) }
            check.message(check.bytes)
        }
        check.end(count)
    }

    override fun close(): Unit = channel.cancel()
}

/** An array for each message, which then belongs to its receiver. */
class ChannelOfMany(capacity: Int, size: Int, senders: Int) : FunnelOfCoroutines {
    private val channel = Channel<ByteArray>((capacity / size).coerceAtLeast(1))
    private val check = FromMany(size, senders)
    private val messages = List(senders, check::of)

    override suspend fun send(sender: Int, count: Int) {
        val message = messages[sender]
        repeat(count) { channel.send(message.clone()) }
    }

    override suspend fun receive(count: Int) {
        check.begin()
        repeat(count) { check.message(channel.receive()) }
        check.end(count)
    }
}
