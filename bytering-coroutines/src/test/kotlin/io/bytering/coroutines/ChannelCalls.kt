package io.bytering.coroutines

import java.nio.ByteBuffer
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.yield

/** The messages of a test's channel; one in four is empty. */
internal fun message(number: Int): ByteArray = counted(number * 7L, number * 5 % 4)

/**
 * One or more public functions that take messages.
 *
 * @param keys which, as [suspendingApi] names them
 * @param cancels whether the channel is cancelled when this is, so that what was not seen is gone
 * @param call one call; false at the end
 */
internal class ReceiveCall(
    val name: String,
    vararg val keys: String,
    val cancels: Boolean = false,
    val call: suspend RingChannel.(see: (ByteArray) -> Unit, pause: suspend () -> Unit) -> Boolean,
)

/** One or more public functions that send a message. */
internal class SendCall(
    val name: String,
    vararg val keys: String,
    val call: suspend RingChannel.(message: ByteArray) -> Unit,
)

private fun ByteBuffer.all() = ByteArray(remaining()).also { get(it) }

internal val RECEIVE_CALLS =
    listOf(
        ReceiveCall("receive", "RingChannel.receive()") { see, _ ->
            see(receive())
            true
        },
        ReceiveCall("receiveCatching", "RingChannel.receiveCatching()") { see, _ ->
            val message = receiveCatching().getOrNull()
            message?.let(see)
            message != null
        },
        ReceiveCall("awaitMessage", "RingChannel.awaitMessage()") { see, _ ->
            awaitMessage().also { if (it) see(tryReceive().getOrThrow()) }
        },
        ReceiveCall(
            "receive in place",
            "RingChannels.receive(RingChannel, Function1)",
        ) { see, _ ->
            see(receive { it.all() })
            true
        },
        ReceiveCall(
            "a message that is shown, and taken later",
            "RingChannels.awaitPeek(RingChannel)",
        ) { see, pause ->
            val message = awaitPeek()
            try {
                pause()
                see(message.all())
                consume()
            } finally {
                release()
            }
            true
        },
        ReceiveCall("the iterator", "RingChannelIterator.hasNext()") { see, pause ->
            for (message in this) {
                see(message)
                pause()
            }
            false
        },
        ReceiveCall("receiveAsFlow", "RingChannelFlows.receiveAsFlow(RingChannel)") { see, pause ->
            receiveAsFlow().collect {
                see(it)
                pause()
            }
            false
        },
        ReceiveCall(
            "consumeAsFlow",
            "RingChannelFlows.consumeAsFlow(RingChannel)",
            cancels = true,
        ) { see, pause ->
            consumeAsFlow().collect {
                see(it)
                pause()
            }
            false
        },
        ReceiveCall(
            "consumeEach",
            "RingChannelLoops.consumeEach(RingChannel, Function1)",
            cancels = true,
        ) { see, pause ->
            consumeEach {
                see(it)
                pause()
            }
            false
        },
    )

internal val SEND_CALLS =
    listOf(
        SendCall("send", "RingChannel.send(ByteArray)") { send(it) },
        SendCall(
            "send in place",
            "RingChannels.send(RingChannel, Int, Function1)",
            "RingChannels.claimInPlace(RingChannel, Int)",
        ) { message ->
            send(message.size) { it.put(message) }
        },
        SendCall(
            "a message that is claimed, and sent later",
            "RingChannels.awaitClaim(RingChannel, Int)",
        ) { message ->
            awaitClaim(message.size + 2).use { claim ->
                yield()
                claim.message.put(message)
                claim.commit(message.size)
            }
        },
        SendCall(
            "the messages of a flow",
            "RingChannelFlows.sendTo(Flow, RingChannel)",
        ) { message ->
            flowOf(message).sendTo(this)
        },
    )
