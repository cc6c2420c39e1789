package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingWriter
import io.bytering.coroutines.RingChannel.Companion.HEADER_SIZE
import java.nio.ByteBuffer
import java.nio.ByteOrder.BIG_ENDIAN
import kotlinx.coroutines.channels.ChannelResult
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * The sending side of a channel. A message is one claim: its length in four bytes, then its bytes.
 *
 * What suspends tries first and then tail-calls its slow form, because a suspending function that
 * goes on after a suspension allocates on entry.
 */
internal class MessageSender(private val writer: RingWriter, private val endings: Endings) {
    private val gate = Gate(writer)

    val capacity: Int
        get() = writer.capacity()

    val maxMessageSize: Int
        get() = capacity - HEADER_SIZE

    /** Every message there will be was published. */
    val isOver: Boolean
        get() = gate.isOver

    /** Where it ended, once it is over. */
    val position: Long
        get() = writer.position()

    suspend fun send(message: ByteArray) {
        val slot = tryClaim(message.size) ?: return sendSlowly(message)
        put(slot, message)
    }

    private suspend fun sendSlowly(message: ByteArray) = put(claimSlowly(message.size), message)

    fun trySend(message: ByteArray): ChannelResult<Unit> {
        val slot = tryClaim(message.size)
        if (slot != null) {
            put(slot, message)
            return succeeded(Unit)
        }
        return if (endings.isClosed) closedBy(endings.sendException()) else failedNow()
    }

    private fun put(slot: ByteBuffer, message: ByteArray) {
        slot.put(message)
        commit()
    }

    suspend fun claim(size: Int): ByteBuffer = tryClaim(size) ?: claimSlowly(size)

    fun commit() {
        val size = gate.letGo()
        check(size >= 0) { "commit without a claim" }
        try {
            writer.commit(HEADER_SIZE + size)
        } finally {
            gate.leave()
        }
    }

    fun abort() {
        if (gate.letGo() < 0) return
        writer.abort()
        gate.leave()
    }

    fun close() {
        gate.close()
    }

    fun cancel() {
        gate.cancel()
    }

    /** The room for the message, and the caller inside; or null, and not inside. */
    private fun tryClaim(size: Int): ByteBuffer? {
        require(size in 0..maxMessageSize) {
            "size of a message must be in 0..$maxMessageSize on a channel of $capacity bytes: $size"
        }
        if (endings.isClosed || !gate.enter("send")) return null
        var slot: ByteBuffer? = null
        try {
            slot = claimNow(size)
            return slot
        } finally {
            if (slot == null) gate.leave()
        }
    }

    private suspend fun claimSlowly(size: Int): ByteBuffer {
        if (endings.isClosed || !gate.enter("send")) throw endings.sendException()
        try {
            while (true) {
                claimNow(size)?.let {
                    return it
                }
                if (!gate.startWaiting()) throw endings.sendException()
                awaitRoom(size)
                if (!gate.resume()) throw endings.sendException()
            }
        } catch (e: Throwable) {
            gate.leave()
            throw e
        }
    }

    private suspend fun awaitRoom(size: Int) = suspendCancellableCoroutine { continuation ->
        val waiter = WriterWaiter(writer, continuation)
        val armed = writer.armClaim(waiter, HEADER_SIZE + size)
        gate.pause()
        if (armed) continuation.invokeOnCancellation(waiter) else waiter.wake()
    }

    private fun claimNow(size: Int): ByteBuffer? {
        val slot =
            try {
                writer.claim(HEADER_SIZE + size)
            } catch (e: RingAbandonedException) {
                if (endings.isClosed) null else throw e
            }
        if (slot != null) gate.hold(size)
        return slot?.order(BIG_ENDIAN)?.putInt(size)
    }
}
