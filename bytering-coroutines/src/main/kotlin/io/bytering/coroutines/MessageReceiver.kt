package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.coroutines.RingChannel.Companion.HEADER_SIZE
import java.nio.Buffer
import java.nio.ByteBuffer
import java.nio.ByteOrder.BIG_ENDIAN
import kotlinx.coroutines.channels.ChannelResult
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * The receiving side of a channel. The reader sees a claim whole or not at all, so it finds each
 * message contiguous.
 *
 * The end: a sender is over only after its last message was published, so a receiver that looks at
 * the sender first, and finds the ring empty then, has received everything.
 */
internal class MessageReceiver(
    private val reader: RingReader,
    private val endings: Endings,
    private val sender: MessageSender,
) {
    private val gate = Gate(reader)
    /** The reader's position, for others to look at. */
    private val position = PaddedLong(reader.position())

    /** Nothing will be received again, and the receiver knows. */
    private val isOver: Boolean
        get() = endings.isCancelled || gate.isOver

    /** Nothing will be received again. */
    val isClosed: Boolean
        get() = endings.isClosed && (isOver || sender.isOver && position.get() == sender.position)

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
                val waiter = ReaderWaiter(reader, continuation)
                if (arm(waiter)) continuation.invokeOnCancellation(waiter) else waiter.wake()
            }
        }
        return true
    }

    private fun arm(waiter: ReaderWaiter): Boolean {
        if (!gate.enter("receive")) return false
        try {
            return reader.arm(waiter, HEADER_SIZE)
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
        val slot = tryPeek() ?: return null
        val message =
            try {
                ByteArray(slot.remaining())
            } catch (e: OutOfMemoryError) {
                release()
                throw e
            }
        slot.get(message)
        consume()
        return message
    }

    fun consume() {
        val size = gate.letGo()
        check(size >= 0) { "consume without a peek" }
        try {
            reader.consume(HEADER_SIZE + size)
            position.setRelease(reader.position())
            if (reader.isEnded && reader.readableBytes() == 0) gate.cancel()
        } finally {
            gate.leave()
        }
    }

    fun release() {
        if (gate.letGo() >= 0) gate.leave()
    }

    fun cancel() {
        gate.cancel()
    }

    /** The next message, and the caller inside; or null, and not inside. */
    private fun tryPeek(): ByteBuffer? {
        if (endings.isCancelled || !gate.enter("receive")) return null
        var message: ByteBuffer? = null
        try {
            message = peekNow()
            return message
        } finally {
            if (message == null) gate.leave()
        }
    }

    private fun peekNow(): ByteBuffer? {
        var slice = reader.peek(HEADER_SIZE)
        if (!slice.hasRemaining()) {
            if (!hasSenderEnded()) return null
            slice = reader.peek(HEADER_SIZE) // the last message may have come meanwhile
            if (!slice.hasRemaining()) {
                gate.cancel() // takes effect when this call leaves
                return null
            }
        }
        val size = slice.order(BIG_ENDIAN).getInt()
        check(size in 0..slice.remaining()) {
            "what the ring holds is no message: length $size, ${slice.remaining()} bytes readable"
        }
        val message: Buffer = slice // ByteBuffer has a limit of its own, which old Android lacks
        message.limit(message.position() + size)
        gate.hold(size)
        return slice
    }

    private fun hasSenderEnded(): Boolean {
        if (!endings.isClosed) return false
        sender.close() // the one that ends the channel may not have come that far
        return sender.isOver
    }
}
