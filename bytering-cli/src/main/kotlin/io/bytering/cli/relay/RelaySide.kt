package io.bytering.cli.relay

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.cli.failures.inLowerCase
import io.bytering.cli.failures.isOfBrokenPipe
import java.io.IOException
import java.net.StandardSocketOptions.SO_KEEPALIVE
import java.net.StandardSocketOptions.SO_LINGER
import java.net.StandardSocketOptions.TCP_NODELAY
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey.OP_READ
import java.nio.channels.SelectionKey.OP_WRITE
import java.nio.channels.SocketChannel
import kotlinx.coroutines.delay

/**
 * One of the two sockets of a [RelayConnection]. All of it is for the thread of its [loop].
 *
 * @param name what to call it in a message
 * @param failed called once, as soon as anything goes wrong with it
 */
class RelaySide(
    private val name: String,
    private val socket: SocketChannel,
    private val loop: EventLoop,
    private val failed: (RelaySide) -> Unit,
) {
    private var failure: IOException? = null
    private var inputEnded = false
    private var outputEnded = false
    private var taken = System.nanoTime() - QUIET_NANOS

    /** Whether both of its streams have ended. */
    val ended: Boolean
        get() = inputEnded && outputEnded

    /** Whether its input has ended by a failure. */
    var isCutOff = false
        private set

    /** Whether it has failed, or has nothing more to do. */
    val isGone: Boolean
        get() = failure != null || ended

    /** @throws IOException if it was reset meanwhile */
    fun prepare() {
        socket.configureBlocking(false)
        socket.setOption(TCP_NODELAY, true).setOption(SO_KEEPALIVE, true)
    }

    /** @return what went wrong with it first; it must be something */
    fun failure(): IOException = failure.let {
        IOException("$name: ${checkNotNull(it).inLowerCase()}", it)
    }

    /**
     * Waits for bytes and reads some.
     *
     * @return how many, at least 1, or −1 at the end of the stream, or after a failure
     */
    suspend fun read(into: ByteBuffer): Int {
        while (true) {
            loop.await(socket, OP_READ)
            val count = read { socket.read(into).toLong() }
            if (count != 0L) return count.toInt()
        }
    }

    /** Reads what there is, if there is room; −1 as [read] above. */
    fun read(into: RingWriter): Long = read { into.transferFrom(socket) } // one readv

    suspend fun awaitReadable() = loop.await(socket, OP_READ)

    private inline fun read(action: () -> Long): Long {
        val count =
            try {
                action()
            } catch (e: IOException) {
                fail(e)
                isCutOff = true
                -1L
            }
        if (count < 0) inputEnded = true
        return count
    }

    /**
     * Writes what it takes; −1 at the end of the ring, or after a failure. What came before that
     * can still be read.
     */
    fun write(from: RingReader): Long =
        try {
            val count = from.transferTo(socket) // one writev
            if (count > 0) taken = System.nanoTime()
            count
        } catch (e: IOException) {
            fail(e)
            // The system tells a reset once, here, and lets the input seem to end. It is a broken
            // pipe
            // only if the input has really ended before.
            if (!inputEnded && !e.isOfBrokenPipe) isCutOff = true
            -1
        }

    suspend fun awaitWritable() = loop.await(socket, OP_WRITE)

    /** Ends the stream that is written to it. */
    fun endOutput() {
        try {
            socket.shutdownOutput()
            outputEnded = true
        } catch (e: IOException) {
            fail(e)
        }
    }

    /** Ends the stream that is read from it. */
    fun stopReading() {
        try {
            if (socket.isConnected && socket.isOpen) socket.shutdownInput()
        } catch (_: IOException) {
            // It was reset just now, which its reader is about to notice.
        }
    }

    /**
     * Reads on and forgets it, until the end: some read their answer only when they have sent all.
     */
    suspend fun discardInput() {
        val memory = ByteBuffer.allocate(DISCARDED)
        while (!inputEnded) read(memory.clear())
    }

    /**
     * Suspends until it has taken no byte for a while.
     *
     * @param since when that began at the earliest, by [System.nanoTime]
     */
    suspend fun awaitQuiet(since: Long = taken) {
        while (true) {
            val left = maxOf(taken, since) + QUIET_NANOS - System.nanoTime()
            if (left <= 0) return
            delay(left / 1_000_000 + 1)
        }
    }

    /** @param reset whether the other end sees a failure, not the end of a stream */
    fun close(reset: Boolean) {
        try {
            if (reset && socket.isOpen) socket.setOption(SO_LINGER, 0)
        } catch (_: IOException) {
            // The other side was faster: there is nothing left to reset.
        } finally {
            socket.close()
        }
    }

    private fun fail(e: IOException) {
        if (failure != null) return
        failure = e
        failed(this)
    }

    private companion object {
        /** What was written has so long to arrive before a reset, which would overtake it. */
        const val QUIET_NANOS = 5_000_000_000L
        const val DISCARDED = 8192
    }
}
