package io.bytering.cli.relay

import io.bytering.ByteRing
import io.bytering.cli.failures.inLowerCase
import io.bytering.cli.failures.inWords
import io.bytering.storage.Storage
import java.io.IOException
import java.net.InetSocketAddress
import java.net.UnknownHostException
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.job
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Accepts connections, and passes each on to a target, in both directions through rings.
 *
 * @param listen where to listen; its name is looked up once
 * @param dialer connects to where each connection goes
 * @param capacity of each of a connection's two rings, in bytes
 * @param storage of the rings
 * @param complain takes one line about each connection that failed
 */
class Relay(
    listen: InetSocketAddress,
    private val dialer: Dialer,
    private val capacity: Int,
    private val storage: Storage = Storage.direct(),
    private val complain: (String) -> Unit,
) : AutoCloseable {
    private val failure = CompletableFuture<Throwable>()

    /** Given back when there is no memory left, so that there is some to say so. */
    @Volatile private var reserve: ByteArray? = ByteArray(RESERVE)
    private val loops =
        List(Runtime.getRuntime().availableProcessors()) { EventLoop("relay ${it + 1}", ::fail) }
    private val scope =
        CoroutineScope(SupervisorJob() + CoroutineExceptionHandler { _, e -> fail(e) })
    private val listener = ServerSocketChannel.open()
    private val connections = ConcurrentHashMap.newKeySet<RelayConnection>()

    @Volatile private var draining = false

    /** What happened so far. */
    val stats = RelayStats()

    /** Where it listens. */
    val address: InetSocketAddress
        get() = listener.localAddress as InetSocketAddress

    private val accepting =
        try {
            listener.bind(lookedUp(listen), BACKLOG).configureBlocking(false)
            scope.launch(loops[0]) { accept() }
        } catch (e: IOException) {
            close()
            throw e
        }

    /**
     * Ends well: accepts and takes nothing any more, and lets what is in the rings reach its end.
     *
     * @return whether all of it did before time was up
     */
    fun drain(millis: Long): Boolean = runBlocking {
        accepting.cancelAndJoin()
        draining = true
        val drained =
            withTimeoutOrNull(millis) {
                connections.map { scope.launch(it.loop) { it.stopReading() } }.joinAll()
                scope.coroutineContext.job.children.toList().joinAll()
            }
        drained != null
    }

    /** Waits until it can't go on, which is a defect, or for want of memory; returns why. */
    fun awaitFailure(): Throwable {
        val why = failure.get()
        return generateSequence(why) { it.cause }.firstOrNull { it is OutOfMemoryError } ?: why
    }

    private fun fail(e: Throwable) {
        reserve = null
        failure.complete(e)
    }

    /** Ends at once. Connections that are still open are reset. */
    override fun close() {
        runBlocking { scope.coroutineContext.job.cancelAndJoin() }
        listener.close()
        loops.forEach { it.close() }
    }

    private suspend fun accept() {
        var number = 0
        try {
            while (true) {
                val client =
                    loops[0].accept(listener) {
                        complain("accept: ${it.inLowerCase()}; trying again")
                    }
                val loop = loops[number++ % loops.size]
                scope.launch(loop + CoroutineName("connection $number")) { serve(client, loop) }
            }
        } finally {
            listener.close()
        }
    }

    private fun ring() = ByteRing.builder().capacity(capacity).storage(storage).build()

    private suspend fun serve(client: SocketChannel, loop: EventLoop) {
        val name = "${client.remoteAddress}".removePrefix("/")
        val connection =
            RelayConnection(client, loop, stats, ::ring) { failed(name, it.message.orEmpty()) }
        stats.opened()
        connections.add(connection)
        try {
            if (draining) connection.stopReading() // drain may have come too early to see it
            connection.serve(dialer)
        } catch (e: OutOfMemoryError) {
            failed(name, e.inWords())
        } finally {
            connections.remove(connection)
            stats.closed()
        }
    }

    private fun failed(name: String, why: String) {
        stats.failed()
        complain("$name: $why")
    }

    private fun lookedUp(address: InetSocketAddress): InetSocketAddress {
        val found = InetSocketAddress(address.hostString, address.port)
        if (found.isUnresolved) throw UnknownHostException("unknown host")
        return found
    }

    private companion object {
        const val BACKLOG = 1024
        const val RESERVE = 512 * 1024
    }
}
