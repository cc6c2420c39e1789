package io.bytering.samples.sockets

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.cli.relay.EventLoop
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.duplexRing
import io.bytering.coroutines.readLine
import io.bytering.coroutines.use
import io.bytering.coroutines.writeFully
import java.net.InetSocketAddress
import java.nio.channels.SelectionKey.OP_WRITE
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/**
 * A server that answers each line with another. A client gets two rings of [capacity] bytes, and
 * three coroutines; all of them share one thread. Who sends lines without reading the answers is
 * held up, and nobody else is; a line that does not fit the ring ends its connection.
 */
class LineServer(
    listen: InetSocketAddress,
    private val capacity: Int = 8 * 1024,
    private val answer: suspend (String) -> String,
) : AutoCloseable {
    private val loop = EventLoop("lines")
    private val scope = CoroutineScope(SupervisorJob() + loop)
    private val listener = ServerSocketChannel.open().bind(listen)

    /** Where it listens. */
    val address: InetSocketAddress = listener.localAddress as InetSocketAddress

    init {
        listener.configureBlocking(false)
        scope.launch { loop.serveAll(listener, ::serve) }
    }

    private suspend fun serve(socket: SocketChannel): Unit = coroutineScope {
        val (client, server) = duplexRing(capacity)
        launch { client.writer.use { loop.readAll(socket, it) } }
        launch { server.writer.use { answerAll(server.reader, it) } }
        writeAll(client.reader, socket)
    }

    private suspend fun answerAll(lines: RingReader, answers: RingWriter) {
        while (true) {
            val line = lines.readLine() ?: return
            answers.writeFully("${answer(line)}\n".encodeToByteArray())
        }
    }

    private suspend fun writeAll(answers: RingReader, socket: SocketChannel) {
        while (answers.awaitReadable()) {
            if (answers.transferTo(socket) == 0L) loop.await(socket, OP_WRITE)
        }
    }

    /** Ends all connections. */
    override fun close() {
        runBlocking { scope.coroutineContext.job.cancelAndJoin() }
        listener.close()
        loop.close()
    }
}
