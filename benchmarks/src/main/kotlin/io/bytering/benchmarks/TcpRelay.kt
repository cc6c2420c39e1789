package io.bytering.benchmarks

import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel

/** Moves what comes until it ends. It may use threads of its own, made by [Cpu.thread]. */
typealias Relay = (from: SocketChannel, to: SocketChannel) -> Unit

/**
 * Chunks go by TCP over the loopback to a relay, which has a thread, and by TCP from there to the
 * thread that measures.
 */
class TcpRelay(chunk: Int, private val partner: Partner, private val relay: Relay) : Contestant {
    private val source: SocketChannel
    private val from: SocketChannel
    private val to: SocketChannel
    private val sink: SocketChannel
    @Volatile private var failure: Throwable? = null
    private val thread: Thread
    private val chunks = DirectChunks(chunk)

    init {
        ServerSocketChannel.open().use { server ->
            server.bind(InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            source = SocketChannel.open(server.localAddress)
            from = server.accept()
            to = SocketChannel.open(server.localAddress)
            sink = server.accept()
        }
        thread = Cpu.thread(::run)
        thread.start()
    }

    private fun run() {
        try {
            relay(from, to)
        } catch (e: Throwable) {
            failure = e
        } finally {
            to.close()
        }
    }

    override fun batch(ops: Int) {
        partner.start { chunks.send(ops, source) }
        chunks.receive(ops, sink)
        partner.join()
    }

    override fun close() {
        source.close()
        thread.join()
        from.close()
        sink.close()
        failure?.let { throw IllegalStateException("the relay failed", it) }
    }
}
