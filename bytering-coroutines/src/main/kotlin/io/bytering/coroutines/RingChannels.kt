@file:JvmName("RingChannels")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.ByteRing
import java.nio.ByteBuffer
import kotlinx.coroutines.channels.ClosedReceiveChannelException
import kotlinx.coroutines.channels.ClosedSendChannelException

/**
 * A channel over a ring of its own, on direct memory, which is freed when both sides have ended:
 * when the receiver has met the end, or at a [RingChannel.cancel].
 *
 * @param capacity bytes, [RingChannel.HEADER_SIZE] for each message included; from that up to
 *   [ByteRing.MAX_CAPACITY]
 * @throws IllegalArgumentException if the capacity is outside that range
 */
public fun RingChannel(capacity: Int): RingChannel {
    require(capacity in RingChannel.HEADER_SIZE..ByteRing.MAX_CAPACITY) {
        "capacity of a channel must be in " +
            "${RingChannel.HEADER_SIZE}..${ByteRing.MAX_CAPACITY} bytes: $capacity"
    }
    return SpscRingChannel(ByteRing.ofCapacity(capacity))
}

/**
 * A channel over a ring of yours, for another storage or memory of your own. From now on the ring
 * is the channel's: nobody else may use or close its halves. The channel closes them when both
 * sides have ended.
 *
 * @throws IllegalArgumentException if the ring has less than [RingChannel.HEADER_SIZE] bytes,
 *   overwrites unread ones, or has no signals, bytes in it, or a closed half
 */
public fun RingChannel(ring: ByteRing): RingChannel {
    require(ring.capacity() >= RingChannel.HEADER_SIZE) {
        "a channel needs at least ${RingChannel.HEADER_SIZE} bytes: $ring"
    }
    require(ring.writer().maxClaim() == ring.capacity()) {
        "a channel needs a ring that does not overwrite: $ring"
    }
    require(ring.reader().signals()) { "a channel needs a ring with signals: $ring" }
    require(!ring.writer().isClosed && !ring.reader().isClosed) {
        "a channel needs a ring with both halves open: $ring"
    }
    require(ring.reader().readableBytes() == 0) {
        "a channel needs an empty ring, and this has ${ring.reader().readableBytes()} bytes: $ring"
    }
    return SpscRingChannel(ring)
}

/**
 * Sends a message that is written in place, without a copy, and suspends while there is no room for
 * it. As [RingChannel.send] otherwise. If the message comes from code that suspends, use
 * [awaitClaim].
 *
 * @param size the length of the message, whatever the block puts there
 * @param block writes it into the buffer, from its position to its limit: exactly [size] bytes,
 *   with old contents, big endian, valid only within the block. See
 *   [RingWriter][io.bytering.RingWriter] for how to treat such a buffer. If the block throws,
 *   nothing is sent.
 * @throws IllegalArgumentException if the size is outside 0..[RingChannel.maxMessageSize], at once
 * @throws ClosedSendChannelException if the channel was closed without a cause; with one, it is
 *   thrown itself
 * @throws IllegalStateException if another coroutine is sending
 */
public suspend inline fun RingChannel.send(
    size: Int,
    crossinline block: (message: ByteBuffer) -> Unit,
) {
    val message = awaitClaim(size)
    try {
        block(message)
    } catch (e: Throwable) {
        abort()
        throw e
    }
    commit()
}

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
 * Claims the next message, to be written in place, and suspends while there is no room for it.
 * [commit] sends it, [abort] drops it; one of them must follow, whatever happens. Code between them
 * may suspend. What needs no suspension is shorter with [send].
 *
 * Until then the sending side counts as inside a call: another [RingChannel.send] is an
 * [IllegalStateException], and a [RingChannel.close] or [RingChannel.cancel] takes effect on this
 * side when the claim ends.
 *
 * Call [abort] in a `finally`: after a [commit] it does nothing, and a coroutine that is cancelled
 * in between would otherwise keep the claim open.
 *
 * @param size the length of the message
 * @return the message's bytes, from the buffer's position to its limit: exactly [size], with old
 *   contents, big endian, valid until the claim ends. See [RingWriter][io.bytering.RingWriter] for
 *   how to treat such a buffer
 * @throws IllegalArgumentException if the size is outside 0..[RingChannel.maxMessageSize], at once
 * @throws ClosedSendChannelException if the channel was closed without a cause; with one, it is
 *   thrown itself
 * @throws IllegalStateException if another coroutine is sending, or a claim is open
 */
public suspend fun RingChannel.awaitClaim(size: Int): ByteBuffer = spsc().sender.claim(size)

/**
 * Sends the message of [awaitClaim], in the length that was claimed.
 *
 * @throws IllegalStateException if no claim is open
 */
public fun RingChannel.commit(): Unit = spsc().sender.commit()

/** Drops the message of [awaitClaim]: nothing is sent. Does nothing if no claim is open. */
public fun RingChannel.abort(): Unit = spsc().sender.abort()

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
public suspend fun RingChannel.awaitPeek(): ByteBuffer = spsc().receiver.peek()

/**
 * Takes the message that [awaitPeek] has shown.
 *
 * @throws IllegalStateException if none is shown
 */
public fun RingChannel.consume(): Unit = spsc().receiver.consume()

/**
 * Leaves the message that [awaitPeek] has shown in the channel, as the next one. Does nothing if
 * none is shown.
 */
public fun RingChannel.release(): Unit = spsc().receiver.release()

/** The interface is sealed, and this is all there is; common code has no [ByteBuffer]. */
private fun RingChannel.spsc() = this as SpscRingChannel
