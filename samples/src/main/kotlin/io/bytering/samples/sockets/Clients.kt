package io.bytering.samples.sockets

import io.bytering.RingWriter
import io.bytering.cli.relay.EventLoop
import io.bytering.coroutines.awaitWritable
import java.io.IOException
import java.nio.channels.SelectionKey.OP_READ
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope

/**
 * Accepts clients until it is cancelled. Each is served by a coroutine of its own, and closed when
 * that ends; what fails with one is told, and the others go on.
 */
internal suspend fun EventLoop.serveAll(
    listener: ServerSocketChannel,
    serve: suspend (client: SocketChannel) -> Unit,
): Unit = supervisorScope {
    while (true) {
        val client = accept(listener) { System.err.println("accept: ${it.message}") }
        launch {
            try {
                client.use { serve(it.apply { configureBlocking(false) }) }
            } catch (e: IOException) {
                System.err.println("a client: ${e.message}")
            }
        }
    }
}

/** All that a client sends goes into the ring, until one of them ends. */
internal suspend fun EventLoop.readAll(client: SocketChannel, to: RingWriter) {
    while (to.awaitWritable()) {
        val count = to.transferFrom(client)
        if (count < 0) return
        if (count == 0L) await(client, OP_READ)
    }
}
