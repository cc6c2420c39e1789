package io.bytering.samples.aeron

import io.aeron.ExclusivePublication
import io.aeron.Image
import io.aeron.Publication
import io.aeron.logbuffer.ControlledFragmentHandler
import io.aeron.logbuffer.ControlledFragmentHandler.Action
import io.bytering.RingAbandonedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import java.io.IOException
import org.agrona.DirectBuffer
import org.agrona.concurrent.BackoffIdleStrategy
import org.agrona.concurrent.UnsafeBuffer

/** The other end of a stream is gone, or has never seen its beginning. */
class PeerLostException(message: String) : IOException(message)

/**
 * Sends what comes out of the ring, straight from its memory, until its stream ends. While Aeron
 * holds the sender up nothing is consumed, so the ring fills, and its writer waits too.
 *
 * @return how often it was held up
 * @throws PeerLostException if the receiver is gone: nobody knows how much it got, so a new
 *   publication must begin from the start
 */
fun RingReader.sendTo(publication: ExclusivePublication): Long {
    val ready = BlockingReader.of(this)
    val idle = BackoffIdleStrategy()
    val memory = UnsafeBuffer()
    var heldUp = 0L
    while (!publication.isConnected) idle.idle()
    while (true) {
        val ended = !ready.awaitReadable(1)
        val bytes = peek()
        val count = minOf(bytes.remaining(), publication.maxPayloadLength())
        memory.wrap(bytes) // all of it, whatever the position
        val result = publication.offer(memory, bytes.position(), count)
        if (result > 0) {
            if (ended) break // an empty message is the end: who is killed does not send one
            consume(count)
            idle.reset()
        } else if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            heldUp++
            idle.idle()
        } else {
            val why = Publication.errorString(result)
            throw PeerLostException("the receiver is gone after ${position()} bytes: $why")
        }
    }
    while (publication.isConnected) idle.idle() // it leaves when it has got all
    return heldUp
}

/**
 * Puts what is received into the ring, until the sender ends its stream. While the ring is full,
 * nothing is taken from Aeron, which before long holds up the sender.
 *
 * @throws PeerLostException if the sender was gone before that
 * @throws RingAbandonedException if the ring's reader is closed
 */
fun RingWriter.receiveFrom(image: Image) {
    val idle = BackoffIdleStrategy()
    var ended = false
    var taken = 0 // of a message that does not fit at once
    val take = ControlledFragmentHandler { from, offset, length, _ ->
        ended = length == 0
        if (ended) return@ControlledFragmentHandler Action.BREAK
        taken += take(from, offset + taken, length - taken)
        if (taken < length) return@ControlledFragmentHandler Action.ABORT // to be offered again
        taken = 0
        Action.CONTINUE
    }
    while (!ended) {
        val fragments = image.controlledPoll(take, 16)
        if (isAbandoned) throw RingAbandonedException(failure())
        // Aeron closes it when all that came has been taken
        if (image.isClosed && !ended) {
            throw PeerLostException("the sender is gone after ${position()} bytes")
        }
        idle.idle(fragments)
    }
}

/** Takes as many bytes as there is room for; returns how many. */
private fun RingWriter.take(from: DirectBuffer, offset: Int, length: Int): Int =
    try {
        fill { slices, room ->
            val count = minOf(length, room)
            val head = minOf(count, slices[0].remaining())
            from.getBytes(offset, slices[0], head)
            from.getBytes(offset + head, slices[1], count - head)
            count
        }
    } catch (_: RingAbandonedException) {
        0 // Aeron would log what is thrown, and go on
    }
