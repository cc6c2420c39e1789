@file:JvmName("RingChannelFlows")
@file:JvmSynthetic

package io.bytering.coroutines

import kotlin.concurrent.atomics.AtomicBoolean
import kotlin.concurrent.atomics.ExperimentalAtomicApi
import kotlin.jvm.JvmName
import kotlin.jvm.JvmSynthetic
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector

/**
 * The messages as a flow, which receives as it is collected. What ends the collecting leaves the
 * channel open, and what was not collected in it: the flow may be collected again, but only by one
 * collector at a time.
 *
 * The flow ends when the channel was closed without a cause, and fails with the cause otherwise. A
 * message is taken only for a collector that was not cancelled by then, and is handed to it: none
 * is lost between the two. Operators that buffer, such as `buffer` and `flowOn`, take messages
 * ahead of what is behind them, and drop those when they are cancelled.
 *
 * @return a new flow; collecting it throws an [IllegalStateException] while another coroutine
 *   receives
 */
public fun RingChannel.receiveAsFlow(): Flow<ByteArray> = MessageFlow(this)

/**
 * As [receiveAsFlow], but the flow takes the channel over: it is collected once, and when that ends
 * early or fails, the channel is cancelled, with the failure as the cause.
 *
 * @return a new flow; collecting it a second time throws an [IllegalStateException], and leaves the
 *   channel as it is
 */
public fun RingChannel.consumeAsFlow(): Flow<ByteArray> = ConsumingFlow(this)

/**
 * Sends each message of the flow, as [RingChannel.send] does, and leaves the channel open: other
 * senders may use it, and more flows.
 *
 * @throws Throwable what the flow or [RingChannel.send] throws; what was sent before stays sent
 */
public suspend fun Flow<ByteArray>.sendTo(channel: RingChannel): Unit = collect(channel::send)

// Not by `flow { }`: its emit looks whether the collector was cancelled when the message is already
// taken, and would drop it.
private class MessageFlow(private val channel: RingChannel) : Flow<ByteArray> {
    override suspend fun collect(collector: FlowCollector<ByteArray>) = channel.emitTo(collector)

    override fun toString() = "$channel.receiveAsFlow()"
}

@OptIn(ExperimentalAtomicApi::class)
private class ConsumingFlow(private val channel: RingChannel) : Flow<ByteArray> {
    private val isCollected = AtomicBoolean(false)

    override suspend fun collect(collector: FlowCollector<ByteArray>) {
        check(isCollected.compareAndSet(expectedValue = false, newValue = true)) {
            "a flow of consumeAsFlow is collected once, and this was before"
        }
        var failure: Throwable? = null
        try {
            channel.emitTo(collector)
        } catch (e: Throwable) {
            failure = e
            throw e
        } finally {
            channel.cancelConsumed(failure)
        }
    }

    override fun toString() = "$channel.consumeAsFlow()"
}

private suspend fun RingChannel.emitTo(collector: FlowCollector<ByteArray>) {
    val messages = iterator()
    while (true) {
        currentCoroutineContext().ensureActive() // receiving looks only when it has to wait
        if (!messages.hasNext()) return
        collector.emit(messages.next())
    }
}
