package io.bytering.coroutines

import io.bytering.message.MessageReader
import io.bytering.message.MessageRing
import java.nio.ByteBuffer
import java.nio.ByteOrder.BIG_ENDIAN
import kotlinx.coroutines.channels.ChannelResult
import kotlinx.coroutines.suspendCancellableCoroutine

/** The receiving side of a channel, for one coroutine at a time. */
internal class MessageReceiver(
    private val ring: MessageRing,
    private val endings: Endings,
    private val sending: SendingSide,
) {
    private val reader: MessageReader = ring.reader()
    private val gate = Gate(reader)

    /** Nothing will be received again, and the receiver knows. */
    private val isOver: Boolean
        get() = endings.isCancelled || gate.isOver

    /** Nothing will be received again. */
    val isClosed: Boolean
        get() = isOver || if (endings.isClosed) hasEnded() else reader.isExhausted

    suspend fun receive(): ByteArray = take() ?: receiveSlowly()

    private suspend fun receiveSlowly(): ByteArray {
        while (awaitMessage()) take()?.let {
            return it
        }
        throw endings.receiveException()
    }

    suspend fun receiveCatching(): ChannelResult<ByteArray> {
        val message = take() ?: return receiveCatchingSlowly()
        return succeeded(message)
    }

    private suspend fun receiveCatchingSlowly(): ChannelResult<ByteArray> {
        while (awaitMessageOrEnd()) take()?.let {
            return succeeded(it)
        }
        return closedBy(endings.cause)
    }

    fun tryReceive(): ChannelResult<ByteArray> {
        val message = take()
        return when {
            message != null -> succeeded(message)
            isOver -> closedBy(endings.cause)
            else -> failedNow()
        }
    }

    suspend fun peek(): ByteBuffer = tryPeek() ?: peekSlowly()

    private suspend fun peekSlowly(): ByteBuffer {
        while (awaitMessage()) tryPeek()?.let {
            return it
        }
        throw endings.receiveException()
    }

    suspend fun awaitMessage(): Boolean {
        if (hasMessage()) return true
        return awaitMessageSlowly()
    }

    private suspend fun awaitMessageSlowly(): Boolean {
        if (awaitMessageOrEnd()) return true
        endings.cause?.let { throw it }
        return false
    }

    /** False: the end, and why is for the caller to tell. */
    suspend fun awaitMessageOrEnd(): Boolean {
        while (!hasMessage()) {
            if (isOver) return false
            suspendCancellableCoroutine { continuation ->
                val waiter = MessageReaderWaiter(reader, continuation)
                if (arm(waiter)) continuation.invokeOnCancellation(waiter) else waiter.wake()
            }
        }
        return true
    }

    private fun arm(waiter: MessageReaderWaiter): Boolean {
        if (!gate.enter("receive")) return false
        try {
            return reader.arm(waiter)
        } finally {
            gate.leave()
        }
    }

    private fun hasMessage(): Boolean {
        tryPeek() ?: return false
        release()
        return true
    }

    fun take(): ByteArray? {
        if (endings.isCancelled || !gate.enter("receive")) return null
        try {
            val message = reader.tryRead()
            if (message != null) {
                endIfExhausted()
                return message
            }
            return if (hasEnded()) takeLast() else null
        } finally {
            gate.leave()
        }
    }

    /** Aborted claims at the end are passed by that. */
    private fun takeLast(): ByteArray? {
        val message = reader.tryRead()
        if (message == null || reader.isExhausted)
            gate.close() // takes effect when this call leaves
        return message
    }

    fun consume() {
        check(gate.isHolding) { "consume without a peek" }
        gate.isHolding = false
        try {
            reader.consume()
            endIfExhausted()
        } finally {
            gate.leave()
        }
    }

    /** After a message was taken. */
    private fun endIfExhausted() {
        if (reader.isEnded && reader.isExhausted) gate.close()
    }

    fun release() {
        if (!gate.isHolding) return
        gate.isHolding = false
        gate.leave()
    }

    fun cancel() {
        gate.close()
    }

    /** The next message, and the caller inside; or null, and not inside. */
    private fun tryPeek(): ByteBuffer? {
        if (endings.isCancelled || !gate.enter("receive")) return null
        var message: ByteBuffer? = null
        try {
            message = reader.peek()
            if (message == null && hasEnded()) {
                message = reader.peek() // aborted claims at the end are passed by that
                if (message == null) gate.close() // takes effect when this call leaves
            }
            if (message != null) gate.isHolding = true
            return message?.order(BIG_ENDIAN)
        } finally {
            if (message == null) gate.leave()
        }
    }

    /** Nobody sends any more, and everything was received. */
    private fun hasEnded(): Boolean {
        if (endings.isClosed) {
            sending.close() // the one that ends the channel may not have come that far
            return reader.isExhausted
        }
        if (!reader.isExhausted) return false
        endings.follow(ring)
        return true
    }
}
