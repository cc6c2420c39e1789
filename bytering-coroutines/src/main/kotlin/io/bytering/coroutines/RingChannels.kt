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
 * it. As [RingChannel.send] otherwise.
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
    val slots = this as MessageSlots
    val message = slots.claim(size)
    try {
        block(message)
    } catch (e: Throwable) {
        slots.abort()
        throw e
    }
    slots.commit(size)
}

/**
 * Takes the next message in place, without a copy, and suspends while there is none. As
 * [RingChannel.receive] otherwise.
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
    val slots = this as MessageSlots
    val message = slots.peek()
    val size = message.remaining()
    val result =
        try {
            block(message)
        } catch (e: Throwable) {
            slots.release()
            throw e
        }
    slots.consume(size)
    return result
}
