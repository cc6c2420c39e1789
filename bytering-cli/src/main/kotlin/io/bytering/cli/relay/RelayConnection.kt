package io.bytering.cli.relay

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.cli.failures.inLowerCase
import io.bytering.cli.streams.Named
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import io.bytering.coroutines.use
import java.io.IOException
import java.net.InetSocketAddress
import java.net.StandardSocketOptions.SO_KEEPALIVE
import java.net.StandardSocketOptions.SO_LINGER
import java.net.StandardSocketOptions.TCP_NODELAY
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey.OP_CONNECT
import java.nio.channels.SelectionKey.OP_READ
import java.nio.channels.SelectionKey.OP_WRITE
import java.nio.channels.SocketChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/**
 * A client's connection and the one to the target that belongs to it. All of it runs on one [loop].
 */
class RelayConnection(
    private val client: SocketChannel,
    val loop: EventLoop,
    private val stats: RelayStats,
    private val newRing: () -> ByteRing,
) {
    private var server: SocketChannel? = null
    private var draining = false

    /**
     * Connects to the target and passes bytes on until both sides have ended. After a failure both
     * sides are reset: a stream that was cut off must not look like one that has ended.
     *
     * @param lookUp finds the target's address
     * @throws IOException whatever went wrong on either side
     */
    suspend fun serve(target: InetSocketAddress, lookUp: suspend () -> InetSocketAddress) {
        var ended = false
        try {
            prepare(client)
            val server = SocketChannel.open().also { server = it }
            prepare(server)
            connect(server, "target ${target.hostString}:${target.port}", lookUp)
            coroutineScope {
                launch { pass(Named("client", client), Named("target", server), stats.toTarget) }
                launch { pass(Named("target", server), Named("client", client), stats.toClient) }
                if (draining) stopReading()
            }
            ended = true
        } finally {
            end(client, reset = !ended)
            server?.let { end(it, reset = !ended) }
        }
    }

    /** Both streams end here, and what is in the rings is still passed on. Only on the loop. */
    fun stopReading() {
        draining = true
        for (socket in listOfNotNull(client, server)) {
            try {
                if (socket.isConnected && socket.isOpen) socket.shutdownInput()
            } catch (_: IOException) {
                // It was reset just now, which its reader is about to notice.
            }
        }
    }

    private fun prepare(socket: SocketChannel) {
        socket.configureBlocking(false)
        socket.setOption(TCP_NODELAY, true).setOption(SO_KEEPALIVE, true)
    }

    private suspend fun connect(
        server: SocketChannel,
        name: String,
        lookUp: suspend () -> InetSocketAddress,
    ) {
        val connected =
            try {
                withTimeoutOrNull(CONNECT_MILLIS) {
                    if (!server.connect(lookUp())) {
                        do loop.await(server, OP_CONNECT) while (!server.finishConnect())
                    }
                }
            } catch (e: IOException) {
                throw IOException("$name: ${e.inLowerCase()}", e)
            }
        connected ?: throw IOException("$name: no answer in ${CONNECT_MILLIS / 1000} s")
    }

    /** One direction. An idle one needs no ring: it gets one with its first byte. */
    private suspend fun pass(
        source: Named<SocketChannel>,
        sink: Named<SocketChannel>,
        flow: RelayFlow,
    ) {
        val first = ByteBuffer.allocate(1)
        var count: Int
        do {
            loop.await(source.channel, OP_READ)
            count = source.using { it.read(first) }
        } while (count == 0)
        if (count > 0) {
            newRing().use { ring ->
                ring.writer().write(first.flip())
                flow.counting(ring.statistics()) {
                    coroutineScope {
                        launch { ring.writer().use { readAll(source, it) } }
                        ring.reader().use { writeAll(it, sink) }
                    }
                }
            }
        }
        sink.using { it.shutdownOutput() }
    }

    private suspend fun readAll(source: Named<SocketChannel>, writer: RingWriter) {
        while (true) {
            val count = source.using { writer.transferFrom(it) } // one readv
            when {
                count < 0 -> return
                count > 0 -> continue
                writer.writableBytes() > 0 -> loop.await(source.channel, OP_READ)
                else -> writer.awaitWritable()
            }
        }
    }

    private suspend fun writeAll(reader: RingReader, sink: Named<SocketChannel>) {
        while (true) {
            val count = sink.using { reader.transferTo(it) } // one writev
            when {
                count < 0 -> return
                count > 0 -> continue
                reader.readableBytes() > 0 -> loop.await(sink.channel, OP_WRITE)
                else -> reader.awaitReadable()
            }
        }
    }

    /** What goes wrong with a socket is told with its name. */
    private inline fun <C, T> Named<C>.using(action: (C) -> T): T =
        try {
            action(channel)
        } catch (e: IOException) {
            throw IOException("$name: ${e.inLowerCase()}", e)
        }

    private fun end(socket: SocketChannel, reset: Boolean) {
        try {
            if (reset && socket.isOpen) socket.setOption(SO_LINGER, 0)
        } catch (_: IOException) {
            // The other side was faster: there is nothing left to reset.
        } finally {
            socket.close()
        }
    }

    private companion object {
        const val CONNECT_MILLIS = 10_000L
    }
}
