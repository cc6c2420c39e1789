package io.bytering.samples.sockets

import io.bytering.cli.relay.EventLoop
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.net.InetAddress.getLoopbackAddress
import java.net.InetSocketAddress
import java.net.StandardSocketOptions.SO_LINGER
import java.nio.ByteBuffer
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.withContext

class SocketPumpSpec :
    FunSpec({
        timeout = 300_000
        val bytes = Random(6).nextBytes(8_000_009)

        /** Both ends of a connection over TCP. */
        fun connection(): Pair<SocketChannel, SocketChannel> =
            ServerSocketChannel.open().bind(InetSocketAddress(getLoopbackAddress(), 0)).use {
                SocketChannel.open(it.localAddress) to it.accept()
            }

        /** What a client sends, and a server gets, with a pump between them. */
        suspend fun arrived(pump: suspend (SocketChannel, SocketChannel) -> Long): ByteArray {
            val (client, source) = connection()
            val (sink, server) = connection()
            return listOf(client, source, sink, server).useAll {
                withContext(Dispatchers.IO) {
                    val sent = async {
                        val all = ByteBuffer.wrap(bytes)
                        while (all.hasRemaining()) client.write(all)
                        client.shutdownOutput()
                    }
                    val received = async { server.socket().getInputStream().readAllBytes() }
                    pump(source, sink) shouldBe bytes.size
                    sent.await()
                    received.await()
                }
            }
        }

        test("threads pass on all bytes, then the end of the stream") {
            arrived { source, sink -> SocketPump.pump(source, sink, 64 * 1024) } shouldBe bytes
        }

        test("coroutines pass on all bytes, then the end of the stream") {
            EventLoop("pump").use { loop ->
                arrived { source, sink ->
                    source.configureBlocking(false)
                    sink.configureBlocking(false)
                    withContext(loop) { loop.pump(source, sink, 64 * 1024) }
                } shouldBe bytes
            }
        }

        test("a reset of the source is a failure, not the end of the stream") {
            val (client, source) = connection()
            val (sink, server) = connection()
            listOf(client, source, sink, server).useAll {
                val reset = thread {
                    server.read(ByteBuffer.allocate(1)) // the pump runs
                    client.setOption(SO_LINGER, 0).close()
                }
                client.write(ByteBuffer.wrap(byteArrayOf(1)))
                shouldThrow<IOException> { SocketPump.pump(source, sink, 1024) }
                reset.join()
            }
        }
    })

private inline fun <T> List<AutoCloseable>.useAll(block: () -> T): T =
    try {
        block()
    } finally {
        forEach { it.close() }
    }
