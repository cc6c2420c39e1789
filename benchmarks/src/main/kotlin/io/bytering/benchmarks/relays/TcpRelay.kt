package io.bytering.benchmarks.relays

import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.Partner
import io.bytering.benchmarks.measuring.Cpu
import io.bytering.benchmarks.streams.DirectChunks
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.SocketAddress
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel

/** Takes one connection, makes another, and moves what comes from the first to the second. */
interface Relay : AutoCloseable {
    /** Begins, in threads made by [Cpu.thread]. Returns where to connect to. */
    fun start(to: SocketAddress): SocketAddress

    /** Waits until all is moved, after the end of the first connection. Throws what failed. */
    override fun close()
}

/** One thread accepts, connects, and is in [loop] from then on, until the end of the stream. */
class ChannelRelay(private val loop: (from: SocketChannel, to: SocketChannel) -> Unit) : Relay {
    private val server = ServerSocketChannel.open().bind(anyPort())
    private lateinit var thread: Thread
    private var failure: Throwable? = null

    override fun start(to: SocketAddress): SocketAddress {
        thread = Cpu.thread {
            try {
                SocketChannel.open(to).use { sink -> server.accept().use { loop(it, sink) } }
            } catch (e: Throwable) {
                failure = e
            }
        }
        thread.start()
        return server.localAddress
    }

    override fun close() {
        thread.join()
        server.close()
        failure?.let { throw IllegalStateException("the relay failed", it) }
    }
}

/**
 * Chunks go by TCP over the loopback to a relay, and by TCP from there to the thread that measures.
 */
class TcpRelay(chunk: Int, private val partner: Partner, private val relay: Relay) : Contestant {
    private val source: SocketChannel
    private val sink: SocketChannel
    private val chunks = DirectChunks(chunk)

    init {
        ServerSocketChannel.open().bind(anyPort()).use { server ->
            source = SocketChannel.open(relay.start(server.localAddress))
            sink = server.accept()
        }
    }

    override fun batch(ops: Int) {
        partner.start { chunks.send(ops, source) }
        chunks.receive(ops, sink)
        partner.join()
    }

    override fun close() {
        source.close()
        relay.close()
        sink.close()
    }
}

private fun anyPort() = InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
