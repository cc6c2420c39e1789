@file:JvmName("RingChannels")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.message.MessageRing
import java.nio.ByteBuffer
import kotlinx.coroutines.channels.ClosedReceiveChannelException
import kotlinx.coroutines.channels.ClosedSendChannelException

/**
 * A channel over a ring of its own, on direct memory, which is freed when both sides have ended:
 * when the receiver has met the end, or at a [RingChannel.cancel].
 *
 * @param capacity bytes, from 1 to [MessageRing.MAX_CAPACITY]; see [MessageRing] for what a message
 *   takes
 * @throws IllegalArgumentException if the capacity is outside that range
 */
public fun RingChannel(capacity: Int): RingChannel =
    MessageRingChannel(MessageRing.ofCapacity(capacity))

/**
 * A channel over a ring of yours: for another storage, more messages at a time, a name, or for
 * threads that send to the same receiver by writers of their own ([MessageRing.newWriter]). The
 * ring's reader is the channel's from now on. The channel closes it, and the ring, when both sides
 * have ended. If you close the ring yourself, the channel ends with it, but senders that are
 * suspended then fail.
 *
 * @throws IllegalArgumentException if the ring or its reader is closed, or has messages
 */
public fun RingChannel(ring: MessageRing): RingChannel {
    require(!ring.isClosed && !ring.reader().isClosed) {
        "a channel needs a ring that is open, and whose reader is: $ring"
    }
    require(ring.statistics().level() == 0) {
        "a channel needs an empty ring, and this has ${ring.statistics().level()} messages: $ring"
    }
    return MessageRingChannel(ring)
}

/**
 * Sends a message that is written in place, without a copy, and suspends while there is no room for
 * it. As [RingChannel.send] otherwise. If the message comes from code that suspends, use
 * [awaitClaim].
 *
 * @param size the length of the message, whatever the block puts there
 * @param block writes it into the buffer, from its position to its limit: exactly [size] bytes,
 *   with old contents, big endian, valid only within the block. See [MessageClaim.message] for how
 *   to treat such a buffer. If the block throws, nothing is sent.
 * @throws IllegalArgumentException if the size is outside 0..[RingChannel.maxMessageSize], at once
 * @throws ClosedSendChannelException if the channel was closed without a cause; with one, it is
 *   thrown itself
 */
public suspend inline fun RingChannel.send(
    size: Int,
    crossinline block: (message: ByteBuffer) -> Unit,
) {
    val claim = claimInPlace(size)
    try {
        block(claim.message)
    } catch (e: Throwable) {
        claim.abort()
        throw e
    }
    claim.commit()
}

/** As [awaitClaim], without a new object: the claim must not be used after its end. */
@PublishedApi
internal suspend fun RingChannel.claimInPlace(size: Int): MessageClaim =
    ofMessages().sending.claim(size, isHandedOut = false)

/**
 * Takes the next message in place, without a copy, and suspends while there is none. As
 * [RingChannel.receive] otherwise. If the message goes to code that suspends, use [awaitPeek].
 *
 * @param block gets the message from the buffer's position to its limit, big endian, to be read
 *   only and only within the block. The message counts as received when the block returns; if it
 *   throws, the message stays the next one.
 * @return what the block returned
 * @throws ClosedReceiveChannelException if the channel was closed without a cause and everything
 *   was received; with a cause, it is thrown itself
 * @throws IllegalStateException if another coroutine is receiving
 */
public suspend inline fun <T> RingChannel.receive(
    crossinline block: (message: ByteBuffer) -> T
): T {
    val message = awaitPeek()
    val result =
        try {
            block(message)
        } catch (e: Throwable) {
            release()
            throw e
        }
    consume()
    return result
}

/**
 * Claims the place of a message, to be written there, and suspends while there is no room for it.
 * [MessageClaim.commit] sends it, [MessageClaim.abort] drops it; one of them must follow, whatever
 * happens. Code between them may suspend, but the receiver gets nothing that was claimed later
 * until then. What needs no suspension is shorter with [send].
 *
 * A coroutine that is cancelled in between must abort its claim: [MessageClaim] says how.
 *
 * If the channel is closed or cancelled in the meantime, the claim may still be committed. After a
 * [RingChannel.close] it is received.
 *
 * @param size the length of the message; if you don't know it yet, the most it may be
 * @return the claim
 * @throws IllegalArgumentException if the size is outside 0..[RingChannel.maxMessageSize], at once
 * @throws ClosedSendChannelException if the channel was closed without a cause; with one, it is
 *   thrown itself
 */
public suspend fun RingChannel.awaitClaim(size: Int): MessageClaim =
    ofMessages().sending.claim(size, isHandedOut = true)

/**
 * Shows the next message in place, and suspends while there is none. [consume] takes it, [release]
 * leaves it the next one; one of them must follow, whatever happens. Code between them may suspend.
 * What needs no suspension is shorter with [receive].
 *
 * Until then the receiving side counts as inside a call: another [RingChannel.receive] is an
 * [IllegalStateException], and a [RingChannel.cancel] takes effect on this side when it ends.
 *
 * @return the message, from the buffer's position to its limit, big endian, to be read only, valid
 *   until it is consumed or released
 * @throws ClosedReceiveChannelException if the channel was closed without a cause and everything
 *   was received; with a cause, it is thrown itself
 * @throws IllegalStateException if another coroutine is receiving, or a message is shown already
 */
public suspend fun RingChannel.awaitPeek(): ByteBuffer = ofMessages().receiver.peek()

/**
 * Takes the message that [awaitPeek] has shown.
 *
 * @throws IllegalStateException if none is shown
 */
public fun RingChannel.consume(): Unit = ofMessages().receiver.consume()

/**
 * Leaves the message that [awaitPeek] has shown in the channel, as the next one. Does nothing if
 * none is shown.
 */
public fun RingChannel.release(): Unit = ofMessages().receiver.release()

/** The interface is sealed, and this is all there is; common code has no [ByteBuffer]. */
private fun RingChannel.ofMessages() = this as MessageRingChannel
