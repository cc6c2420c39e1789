package io.bytering.samples.sockets

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.cli.relay.EventLoop
import io.bytering.coroutines.RingChannel
import io.bytering.coroutines.consumeEach
import io.bytering.coroutines.readLine
import io.bytering.coroutines.use
import java.net.InetSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey.OP_WRITE
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/**
 * A chat: each line of a client goes to all clients, and to one [log], in the same order. The first
 * line of a client is its name.
 *
 * All clients send to one channel, and wait in turn while it is full. One coroutine receives, and
 * never waits for a client: each has a channel of its own for what goes to it, and who leaves that
 * full is too slow and dropped.
 */
class ChatServer(listen: InetSocketAddress, private val log: (line: String) -> Unit) :
    AutoCloseable {
    private class Client(val connection: Job) {
        val lines = RingChannel(CAPACITY)
    }

    private val loop = EventLoop("chat")
    private val scope = CoroutineScope(SupervisorJob() + loop)
    private val listener = ServerSocketChannel.open().bind(listen)
    private val hall = RingChannel(CAPACITY)
    private val clients = mutableSetOf<Client>() // used by coroutines of the loop's one thread

    /** Where it listens. */
    val address: InetSocketAddress = listener.localAddress as InetSocketAddress

    init {
        listener.configureBlocking(false)
        scope.launch { loop.serveAll(listener, ::serve) }
        scope.launch { hall.consumeEach { tellAll(it) } }
    }

    private fun tellAll(line: ByteArray) {
        log(line.decodeToString().trimEnd())
        for (client in clients) {
            val sent = client.lines.trySend(line)
            if (sent.isFailure && !sent.isClosed) client.connection.cancel("too slow")
        }
    }

    private suspend fun serve(socket: SocketChannel): Unit = coroutineScope {
        val ring = ByteRing.ofCapacity(LONGEST_LINE)
        launch { ring.writer().use { loop.readAll(socket, it) } }
        ring.reader().use { lines ->
            val name = lines.readLine() ?: return@use
            val client = Client(coroutineContext.job)
            clients += client
            try {
                launch {
                    hall.send("* $name came\n".encodeToByteArray())
                    sayAll(lines, name)
                    client.lines.close() // it hears what there is, and that is all
                }
                writeAll(client.lines, socket)
            } finally {
                clients -= client
            }
        }
    }

    private suspend fun sayAll(lines: RingReader, name: String) {
        while (true) {
            val line = lines.readLine() ?: return
            hall.send("$name: $line\n".encodeToByteArray())
        }
    }

    private suspend fun writeAll(lines: RingChannel, socket: SocketChannel) {
        for (line in lines) {
            val bytes = ByteBuffer.wrap(line)
            while (bytes.hasRemaining()) {
                if (socket.write(bytes) == 0) loop.await(socket, OP_WRITE)
            }
        }
    }

    /** Ends all connections. */
    override fun close() {
        runBlocking { scope.coroutineContext.job.cancelAndJoin() }
        listener.close()
        loop.close()
    }

    private companion object {
        const val LONGEST_LINE = 8 * 1024
        /** A name and a line, which is a message, fit. */
        const val CAPACITY = 64 * 1024
    }
}
