package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.message.MessageRing
import io.bytering.message.MessageWriter
import java.nio.ByteOrder.BIG_ENDIAN
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.channels.ChannelResult
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * The sending side of a channel, for any number of coroutines: each call uses a writer of its own.
 *
 * What suspends tries first and then tail-calls its slow form, because a suspending function that
 * goes on after a suspension allocates on entry.
 */
internal class SendingSide(private val ring: MessageRing, private val endings: Endings) {
    private val pool = SenderPool(ring)

    /**
     * How many senders wait, and whether no more may begin to. A close lets those that wait have
     * their turn, and the last of them ends the ring. A sender that does not wait is not counted:
     * it claims before the ring ends, or is refused.
     */
    private val waiting = AtomicInteger()

    val maxMessageSize: Int
        get() = ring.maxMessageLength()

    suspend fun send(message: ByteArray) {
        if (!sendNow(message)) return sendSlowly(message)
    }

    fun trySend(message: ByteArray): ChannelResult<Unit> =
        when {
            sendNow(message) -> succeeded(Unit)
            endings.isClosed -> closedBy(endings.sendException())
            else -> failedNow()
        }

    /** @param isHandedOut whether the caller's code gets the claim, and may keep it */
    suspend fun claim(size: Int, isHandedOut: Boolean): MessageClaim =
        claimNow(size, isHandedOut) ?: claimSlowly(size, isHandedOut)

    fun commit(sender: PooledSender, length: Int) {
        try {
            sender.writer.commit(length)
        } finally {
            pool.give(sender)
        }
    }

    fun abort(sender: PooledSender) {
        try {
            sender.writer.abort()
        } finally {
            pool.give(sender)
        }
    }

    /** No sender begins to wait any more. May be repeated. */
    fun close() {
        while (true) {
            val before = waiting.get()
            if (before and CLOSED != 0 || waiting.compareAndSet(before, before or CLOSED)) break
        }
        endIfLeft()
    }

    /** As [close], and nobody waits any longer. */
    fun cancel() {
        close()
        ring.close(endings.cause)
    }

    // ------------------------------------------------------------------ without waiting

    /** False without room, and after the end. */
    private fun sendNow(message: ByteArray): Boolean {
        requireSize(message.size)
        if (endings.isClosed) return false
        val sender = pool.take()
        try {
            return sender.writer.tryWrite(message)
        } catch (e: RingClosedException) {
            meetEnd(e)
        } catch (e: RingAbandonedException) {
            meetEnd(e)
        } finally {
            pool.give(sender)
        }
        return false
    }

    /** Null without room, and after the end. */
    private fun claimNow(size: Int, isHandedOut: Boolean): MessageClaim? {
        requireSize(size)
        if (endings.isClosed) return null
        val sender = pool.take()
        var claim: MessageClaim? = null
        try {
            claim = claim(sender, size, isHandedOut)
        } catch (e: RingClosedException) {
            meetEnd(e)
        } catch (e: RingAbandonedException) {
            meetEnd(e)
        } finally {
            if (claim == null) pool.give(sender)
        }
        return claim
    }

    private fun claim(sender: PooledSender, size: Int, isHandedOut: Boolean): MessageClaim? {
        val bytes = sender.writer.claim(size) ?: return null
        val claim = if (isHandedOut) MessageClaim() else sender.claim
        return claim.begin(this, sender, bytes.order(BIG_ENDIAN))
    }

    private fun requireSize(size: Int) {
        require(size in 0..maxMessageSize) {
            "size of a message must be in 0..$maxMessageSize on this channel: $size"
        }
    }

    // ------------------------------------------------------------------ waiting

    private suspend fun sendSlowly(message: ByteArray) {
        startWaiting()
        try {
            val sender = pool.take()
            try {
                while (!sender.writer.tryWrite(message)) awaitRoom(sender.writer, message.size)
            } catch (e: Throwable) {
                throw giveUp(sender, e)
            } finally {
                pool.give(sender)
            }
        } finally {
            stopWaiting()
        }
    }

    private suspend fun claimSlowly(size: Int, isHandedOut: Boolean): MessageClaim {
        startWaiting()
        try {
            val sender = pool.take()
            try {
                while (true) {
                    claim(sender, size, isHandedOut)?.let {
                        return it
                    }
                    awaitRoom(sender.writer, size)
                }
            } catch (e: Throwable) {
                val failure = giveUp(sender, e)
                pool.give(sender)
                throw failure
            }
        } finally {
            stopWaiting()
        }
    }

    private suspend fun awaitRoom(writer: MessageWriter, size: Int) =
        suspendCancellableCoroutine { continuation ->
            val waiter = MessageWriterWaiter(writer, continuation)
            if (writer.arm(waiter, size)) continuation.invokeOnCancellation(waiter)
            else waiter.wake()
        }

    /**
     * A sender that was woken has a place that the others respect, and does not want it any more.
     * Returns what is to be thrown.
     */
    private fun giveUp(sender: PooledSender, failure: Throwable): Throwable {
        try {
            sender.writer.giveUp()
        } catch (e: Throwable) {
            if (e !== failure) failure.addSuppressed(e)
        }
        if (failure !is RingClosedException && failure !is RingAbandonedException) return failure
        meetEnd(failure)
        return endings.sendException()
    }

    private fun startWaiting() {
        while (true) {
            val before = waiting.get()
            if (before and CLOSED != 0) throw endings.sendException()
            if (waiting.compareAndSet(before, before + ONE)) return
        }
    }

    private fun stopWaiting() {
        waiting.addAndGet(-ONE)
        endIfLeft()
    }

    private fun endIfLeft() {
        if (waiting.get() == CLOSED && !ring.isClosed) ring.close(endings.cause)
    }

    /** The ring has ended: because the channel did, or by somebody who knows the ring. */
    private fun meetEnd(met: Exception) {
        if (endings.isClosed) return
        if (!ring.isClosed && !ring.reader().isClosed)
            throw met // by a stranger whom this call woke
        endings.follow(ring)
    }

    private companion object {
        const val CLOSED = 1
        const val ONE = 2
    }
}
