package io.bytering.cli.relay

import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey.OP_ACCEPT
import java.nio.channels.SelectionKey.OP_CONNECT
import java.nio.channels.SelectionKey.OP_READ
import java.nio.channels.SelectionKey.OP_WRITE
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.util.zip.CRC32C
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/** Clients and servers for tests, as many as one likes, all on one thread. */
class Peers : AutoCloseable {
    private val loop = EventLoop("peers")
    private val scope = CoroutineScope(SupervisorJob() + loop)

    /**
     * A server that treats each connection so, then closes it. That one was reset is an end as
     * well.
     */
    fun server(serve: suspend (SocketChannel) -> Unit): InetSocketAddress {
        val loopback = InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
        val listener = ServerSocketChannel.open().bind(loopback, 2000)
        listener.configureBlocking(false)
        scope.launch {
            listener.use {
                while (true) {
                    loop.await(listener, OP_ACCEPT)
                    val socket = listener.accept() ?: continue
                    socket.configureBlocking(false)
                    scope.launch {
                        try {
                            socket.use { serve(it) }
                        } catch (_: IOException) {
                            // what a test wants to know of it, serve tells
                        }
                    }
                }
            }
        }
        return listener.localAddress as InetSocketAddress
    }

    /** Runs a client's part, on the thread of the peers. */
    suspend fun <T> client(address: InetSocketAddress, part: suspend (SocketChannel) -> T): T =
        withContext(loop) { connect(address).use { part(it) } }

    private suspend fun connect(address: InetSocketAddress): SocketChannel {
        val socket = SocketChannel.open()
        socket.configureBlocking(false)
        if (!socket.connect(address)) {
            do loop.await(socket, OP_CONNECT) while (!socket.finishConnect())
        }
        return socket
    }

    suspend fun writeAll(socket: SocketChannel, bytes: ByteBuffer) {
        while (bytes.hasRemaining()) if (socket.write(bytes) == 0) loop.await(socket, OP_WRITE)
    }

    suspend fun awaitReadable(socket: SocketChannel) = loop.await(socket, OP_READ)

    /**
     * Writes until nothing more is taken for half a second; returns how much was, if less than
     * [most].
     */
    suspend fun writeUntilHeldUp(socket: SocketChannel, most: Long): Long {
        val bytes = ByteBuffer.allocate(65536)
        var taken = 0L
        while (taken < most) {
            val count = socket.write(bytes.clear())
            taken += count
            if (count == 0) withTimeoutOrNull(500) { loop.await(socket, OP_WRITE) } ?: break
        }
        return taken
    }

    /** Reads until the end of the stream, into a sum. */
    suspend fun readAll(socket: SocketChannel, sum: CRC32C = CRC32C()): Long {
        val buffer = ByteBuffer.allocate(8192)
        var total = 0L
        while (true) {
            val count = socket.read(buffer.clear())
            if (count < 0) return total
            if (count == 0) loop.await(socket, OP_READ)
            sum.update(buffer.flip())
            total += count
        }
    }

    /** Exactly so many bytes. */
    suspend fun read(socket: SocketChannel, count: Int): ByteBuffer {
        val buffer = ByteBuffer.allocate(count)
        while (buffer.hasRemaining()) {
            val read = socket.read(buffer)
            check(read >= 0) { "the end after ${buffer.position()} of $count bytes" }
            if (read == 0) loop.await(socket, OP_READ)
        }
        return buffer.flip()
    }

    override fun close() {
        runBlocking { scope.coroutineContext.job.cancelAndJoin() }
        loop.close()
    }
}
