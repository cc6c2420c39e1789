package io.bytering.benchmarks

import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel

/** Moves what comes until it ends. It may use threads of its own, made by [Cpu.thread]. */
typealias Relay = (from: SocketChannel, to: SocketChannel) -> Unit

/**
 * Chunks go by TCP over the loopback to a relay, which has a thread, and by TCP from there to the
 * thread that measures.
 */
class TcpRelay(private val chunk: Int, private val partner: Partner, private val relay: Relay) :
    Contestant {
    private val source: SocketChannel
    private val from: SocketChannel
    private val to: SocketChannel
    private val sink: SocketChannel
    @Volatile private var failure: Throwable? = null
    private val thread: Thread
    private val pattern = Pattern.array(chunk).let { ByteBuffer.allocateDirect(it.size).put(it) }
    private val step = Pattern.step(chunk)
    private val bytes = ByteBuffer.allocateDirect(chunk)
    private val copy = ByteArray(chunk)
    private val check = Check(chunk)

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
        partner.start { send(ops) }
        receive(ops)
        partner.join()
    }

    private fun send(count: Int) {
        var offset = 0
        repeat(count) {
            pattern.limit(offset + chunk).position(offset)
            while (pattern.hasRemaining()) source.write(pattern)
            offset = Pattern.next(offset, step)
        }
    }

    private fun receive(count: Int) {
        check.begin()
        var left = count.toLong() * chunk
        while (left > 0) {
            bytes.clear().limit(minOf(chunk.toLong(), left).toInt())
            val read = sink.read(bytes)
            check(read > 0) { "the relay ended: $failure" }
            if (Check.careful) {
                bytes.flip().get(copy, 0, read)
                check.piece(copy, read)
            } else {
                check.piece(bytes.get(0), bytes.get(read - 1), read)
            }
            left -= read
        }
        check.end(count)
    }

    override fun close() {
        source.close()
        thread.join()
        from.close()
        sink.close()
        failure?.let { throw IllegalStateException("the relay failed", it) }
    }
}
