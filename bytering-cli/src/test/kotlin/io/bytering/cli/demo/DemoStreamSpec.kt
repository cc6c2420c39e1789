package io.bytering.cli.demo

import io.bytering.ByteRing
import io.bytering.blocking.WaitStrategy
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import kotlin.concurrent.thread

class DemoStreamSpec :
    FunSpec({
        timeout = 300_000

        /** A stream whose bytes pass through [tamper] between its two sockets. */
        fun streamed(length: Long, capacity: Int, tamper: (position: Long, ByteBuffer) -> Unit) =
            connected { output, relayIn ->
                connected { relayOut, input ->
                    val ring = { ByteRing.ofCapacity(capacity) }
                    val stream =
                        DemoStream(
                            "x",
                            length,
                            output,
                            input,
                            ring(),
                            ring(),
                            WaitStrategy.backOff(),
                        )
                    val threads = stream.work.map { thread { it() } }
                    val buffer = ByteBuffer.allocate(1000)
                    var position = 0L
                    while (relayIn.read(buffer.clear()) >= 0) {
                        val count = buffer.flip().remaining()
                        tamper(position, buffer)
                        while (buffer.hasRemaining()) relayOut.write(buffer)
                        position += count
                    }
                    relayOut.shutdownOutput()
                    threads.forEach { it.join() }
                    stream
                }
            }

        test("agrees when every byte comes as it went") {
            val stream = streamed(1_000_003, 4096) { _, _ -> }
            stream.agrees shouldBe true
            stream.moved shouldBe 1_000_003
            stream.sumSent.value shouldNotBe 0
        }

        test("agrees about no bytes at all") { streamed(0, 1) { _, _ -> }.agrees shouldBe true }

        test("one bit is enough to disagree") {
            val stream =
                streamed(100_000, 4096) { position, bytes ->
                    if (77_777 in position until position + bytes.limit()) {
                        val index = (77_777 - position).toInt()
                        bytes.put(index, (bytes.get(index).toInt() xor 1).toByte())
                    }
                }
            stream.agrees shouldBe false
        }

        test("a byte less is enough to disagree") {
            val stream =
                streamed(100_000, 4096) { position, bytes ->
                    if (position == 0L) bytes.position(1)
                }
            stream.agrees shouldBe false
            stream.moved shouldBe 99_999
        }
    })

private fun <T> connected(use: (SocketChannel, SocketChannel) -> T): T {
    val loopback = InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
    ServerSocketChannel.open().bind(loopback).use { listener ->
        SocketChannel.open(listener.localAddress).use { client ->
            listener.accept().use { server ->
                return use(client, server)
            }
        }
    }
}
