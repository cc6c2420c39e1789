package io.bytering.coroutines

import java.nio.Buffer
import java.nio.ByteBuffer

/**
 * The place of a message that [awaitClaim] has claimed, to be filled and then sent by [commit] or
 * dropped by [abort]. One of them must follow, whatever happens: until then the channel's receiver
 * gets no message that was claimed later. [close] aborts what was not sent, so `use` is the
 * shortest:
 * ```
 * channel.awaitClaim(1500).use { claim ->
 *     val length = encode(claim.message) // may suspend
 *     claim.commit(length)
 * }
 * ```
 *
 * If nobody has the claim and its buffer any more, the garbage collector aborts it.
 *
 * For one coroutine, or one after the other.
 */
public class MessageClaim internal constructor() : AutoCloseable {
    private var side: SendingSide? = null
    private var sender: PooledSender? = null
    private var bytes: ByteBuffer? = null
    private var size = 0

    /**
     * The bytes of the message, from the buffer's position to its limit, with old contents. Big
     * endian until you set it otherwise. Its index 0 is that of the ring, so use the buffer's
     * relative methods. Nothing of it may be used when the claim has ended.
     *
     * @throws IllegalStateException if the claim has ended
     */
    public val message: ByteBuffer
        get() = checkNotNull(bytes) { ENDED }

    internal fun begin(side: SendingSide, sender: PooledSender, bytes: ByteBuffer): MessageClaim {
        this.side = side
        this.sender = sender
        this.bytes = bytes
        size = (bytes as Buffer).remaining()
        return this
    }

    /**
     * Sends the first [length] bytes of the claim, whatever was put there.
     *
     * @param length from 0 to the size that was claimed, which it is if you say nothing
     * @throws IllegalArgumentException if it is outside that range; the claim stays
     * @throws IllegalStateException if the claim has ended
     */
    public fun commit(length: Int = size) {
        val side = checkNotNull(side) { ENDED }
        require(length in 0..size) {
            "length of a commit must be in 0..$size, what was claimed: $length"
        }
        side.commit(end(), length)
    }

    /** Drops the claim: nothing is sent. After [commit] or an [abort] before it does nothing. */
    public fun abort() {
        side?.abort(end())
    }

    /** The same as [abort]. */
    override fun close(): Unit = abort()

    private fun end(): PooledSender {
        val ended = checkNotNull(sender) { ENDED }
        side = null
        sender = null
        bytes = null
        return ended
    }

    private companion object {
        const val ENDED = "the claim has ended, by a commit or an abort"
    }
}
