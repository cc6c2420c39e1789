// All that uses what Ktor marks as internal and an own channel can't do without: its buffers.
@file:OptIn(InternalAPI::class, InternalIoApi::class)
@file:JvmSynthetic

package io.bytering.ktor

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.writeFully
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.ClosedByteChannelException
import io.ktor.utils.io.ClosedWriteChannelException
import io.ktor.utils.io.InternalAPI
import java.nio.ByteBuffer
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.isActive
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import kotlinx.io.Buffer
import kotlinx.io.IOException
import kotlinx.io.InternalIoApi
import kotlinx.io.Sink
import kotlinx.io.Source
import kotlinx.io.write

/** Bytes that are worth a wake-up. */
private const val ENOUGH = 4096

/** How often in a row others may get their turn and bring nothing, before what there is goes on. */
private const val PATIENCE = 8

/** How a channel ended. */
private class Ending(val cause: Throwable?, @Volatile var isKnown: Boolean)

private fun Throwable.told(): Throwable =
    if (this is CancellationException) CancellationException(message, this)
    else ClosedByteChannelException(this)

internal class RingByteReadChannel(private val reader: RingReader) : ByteReadChannel {
    /** Taken out of the ring and not read yet. */
    private val buffer = Buffer()

    @Volatile private var ending: Ending? = null

    override val closedCause: Throwable?
        get() = ending()?.cause?.told()

    /**
     * Several of Ktor's functions take this alone for the end, whatever the cause: so a writer's
     * failure is thrown to one of them first.
     */
    override val isClosedForRead: Boolean
        get() = ending()?.isKnown == true

    override val readBuffer: Source
        get() {
            throwCause()
            if (buffer.exhausted()) take()
            return buffer
        }

    override suspend fun awaitContent(min: Int): Boolean {
        throwCause()
        while (buffer.size < min) {
            if (ending != null || !awaitBytes()) {
                throwCause()
                val failure: Throwable? = reader.failure()
                if (failure != null) throw failure.told() // fewer bytes than min came before it
                break
            }
            take()
        }
        return buffer.size >= min
    }

    private fun throwCause() {
        val ending = ending() ?: return
        val cause = ending.cause ?: return
        ending.isKnown = true
        throw cause.told()
    }

    /** False: no more will come. */
    private suspend fun awaitBytes(): Boolean =
        try {
            reader.awaitMany()
        } catch (e: Throwable) {
            if (!currentCoroutineContext().isActive || !(reader.isClosed || reader.isEnded)) throw e
            false // a cancel of this channel, or the writer's failure: told as this channel's cause
        }

    private fun take() {
        if (ending != null) return
        try {
            reader.drain { slices, length ->
                for (slice in slices) buffer.write(slice)
                length
            }
        } catch (e: RingClosedException) {
            ending() ?: throw e
        }
    }

    /** Null: there are bytes, or some may come. */
    private fun ending(): Ending? {
        ending?.let {
            return it
        }
        if (reader.isClosed) {
            return end(Ending(reader.closeCause() ?: IOException("the reader is closed"), true))
        }
        // in this order: then another thread misses nothing that is just taken out of the ring
        if (!reader.isEnded || reader.readableBytes() > 0 || !buffer.exhausted()) return null
        val failure: Throwable? = reader.failure()
        return end(Ending(failure, isKnown = failure == null))
    }

    /** The first end counts. */
    private fun end(now: Ending): Ending {
        val first = synchronized(buffer) { ending ?: now.also { ending = it } }
        reader.close(first.cause)
        return first
    }

    override fun cancel(cause: Throwable?) {
        if (ending() == null) end(Ending(cause ?: IOException("the channel was cancelled"), true))
    }

    override fun toString() = "ByteReadChannel($reader)"
}

internal class RingByteWriteChannel(
    private val writer: RingWriter,
    override val autoFlush: Boolean,
) : ByteWriteChannel {
    /** Written and not flushed yet. */
    private val buffer = Buffer()

    override val isClosedForWrite: Boolean
        get() = writer.isClosed || writer.isAbandoned

    override val closedCause: Throwable?
        get() =
            when {
                writer.isClosed -> writer.closeCause()?.told()
                writer.isAbandoned -> (writer.failure() ?: RingAbandonedException()).told()
                else -> null
            }

    override val writeBuffer: Sink
        get() {
            requireOpen()
            return buffer
        }

    override suspend fun flush() {
        requireOpen()
        try {
            writer.writeAll(buffer, buffer.size)
        } catch (e: RingClosedException) {
            requireOpen()
            throw e
        } catch (e: RingAbandonedException) {
            requireOpen()
            throw e
        }
    }

    override suspend fun flushAndClose() {
        if (isClosedForWrite) {
            writer.close()
            return
        }
        try {
            flush()
        } catch (e: Throwable) {
            writer.close(e)
            throw e
        }
        writer.close()
    }

    override fun cancel(cause: Throwable?) {
        writer.close(cause ?: IOException("the channel was cancelled"))
    }

    private fun requireOpen() {
        if (isClosedForWrite) throw closedCause ?: ClosedWriteChannelException()
    }

    override fun toString() = "ByteWriteChannel($writer)"
}

/**
 * Waits for bytes, away from the caller's dispatcher: Ktor's engines resume where they are called,
 * so that the writer would do the server's work within each of its writes. Then a wake-up for each
 * short piece would cost more than the bytes are worth: others get their turn, as long as that
 * brings more. Nobody is woken meanwhile, so the writer is quick.
 */
private suspend fun RingReader.awaitMany(): Boolean {
    if (readableBytes() > 0) return true
    return withContext(Dispatchers.Default) {
        if (!awaitReadable()) return@withContext false
        val enough = minOf(ENOUGH, capacity())
        var before = readableBytes()
        var inVain = 0
        while (before < enough && inVain < PATIENCE && !isEnded) {
            yield()
            val now = readableBytes()
            inVain = if (now > before) 0 else inVain + 1
            before = now
        }
        true
    }
}

/**
 * Writes, and waits for room, as [awaitMany] does: so the reader's thread does no server's work.
 */
private suspend fun RingWriter.writeAll(source: Buffer, byteCount: Long) {
    if (byteCount <= writableBytes()) writeFully(source, byteCount)
    else withContext(Dispatchers.Default) { writeFully(source, byteCount) }
}

internal suspend fun ByteReadChannel.moveTo(writer: RingWriter, limit: Long): Long {
    requireLimit(limit)
    var done = 0L
    while (done < limit) {
        currentCoroutineContext().ensureActive()
        if (readBuffer.buffer.size == 0L && !awaitContent()) break
        val source = readBuffer.buffer
        val count = minOf(limit - done, source.size)
        writer.writeAll(source, count)
        done += count
    }
    if (done < limit) closedCause?.let { throw it }
    return done
}

internal suspend fun RingReader.moveTo(channel: ByteWriteChannel, limit: Long): Long {
    requireLimit(limit)
    var done = 0L
    while (done < limit && awaitMany()) {
        currentCoroutineContext().ensureActive()
        drain { slices, _ ->
            val sink = channel.writeBuffer // it throws before anything has moved
            var moved = 0
            for (slice in slices) moved += sink.write(slice, limit - done - moved)
            done += moved
            moved
        }
        channel.flush()
    }
    return done
}

private fun Sink.write(slice: ByteBuffer, most: Long): Int {
    if (slice.remaining() > most) {
        val some: java.nio.Buffer = slice // its own limit is one that old Android lacks
        some.limit(some.position() + most.toInt())
    }
    return write(slice)
}

private fun requireLimit(limit: Long) {
    require(limit >= 0) { "limit must not be negative: $limit" }
}
