package io.bytering.benchmarks.relays

import io.bytering.benchmarks.measuring.Cpu
import io.ktor.network.selector.SelectorManager
import io.ktor.network.sockets.InetSocketAddress
import io.ktor.network.sockets.aSocket
import io.ktor.network.sockets.openReadChannel
import io.ktor.network.sockets.openWriteChannel
import io.ktor.network.sockets.port
import io.ktor.utils.io.copyAndClose
import java.net.SocketAddress
import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking

/** Ktor's sockets: one thread for its selector, which blocks, and one for the coroutines. */
class KtorRelay : Relay {
    private val threads = Executors.newFixedThreadPool(2) { Cpu.thread(it::run) }
    private val dispatcher = threads.asCoroutineDispatcher()
    private val selector = SelectorManager(dispatcher)
    private lateinit var moving: Deferred<Unit>

    override fun start(to: SocketAddress): SocketAddress = runBlocking {
        val server = aSocket(selector).tcp().bind(LOOPBACK, 0)
        val sink = InetSocketAddress(LOOPBACK, (to as java.net.InetSocketAddress).port)
        moving =
            CoroutineScope(dispatcher).async {
                server.use {
                    aSocket(selector).tcp().connect(sink).use { output ->
                        server.accept().use { input ->
                            input.openReadChannel().copyAndClose(output.openWriteChannel())
                        }
                    }
                }
            }
        java.net.InetSocketAddress(LOOPBACK, server.port)
    }

    override fun close() {
        try {
            runBlocking { moving.await() }
        } finally {
            selector.close()
            threads.shutdownNow()
        }
    }

    private companion object {
        const val LOOPBACK = "127.0.0.1"
    }
}
