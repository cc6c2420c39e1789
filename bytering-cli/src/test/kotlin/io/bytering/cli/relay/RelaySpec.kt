package io.bytering.cli.relay

import io.bytering.cli.terminal.complain
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import java.io.IOException
import java.net.BindException
import java.net.ConnectException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.StandardSocketOptions.SO_LINGER
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit.SECONDS
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

class RelaySpec :
    FunSpec({
        timeout = 300_000
        val peers = Peers()
        afterSpec { peers.close() }

        val loopback = InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
        val echo = peers.server { socket ->
            val buffer = ByteBuffer.allocate(4096)
            while (socket.read(buffer.clear()) >= 0) {
                peers.writeAll(socket, buffer.flip())
                peers.awaitReadable(socket)
            }
        }

        /** A relay to a target, and the lines it complains with. */
        suspend fun relayed(
            target: InetSocketAddress,
            capacity: Int = 4096,
            test: suspend (Relay, LinkedBlockingQueue<String>) -> Unit,
        ) {
            val complaints = LinkedBlockingQueue<String>()
            Relay(loopback, target, capacity, complain = complaints::add).use {
                test(it, complaints)
            }
        }

        suspend fun echoes(relay: Relay) {
            peers.client(relay.address) { socket ->
                peers.writeAll(socket, ByteBuffer.wrap("hello".toByteArray()))
                val answer = withTimeout(240_000) { peers.read(socket, 5) }
                Charsets.UTF_8.decode(answer).toString() shouldBe "hello"
            }
        }

        test("passes on what is said, and the answer") {
            relayed(echo) { relay, complaints ->
                echoes(relay)
                complaints.shouldBeEmpty()
            }
        }

        test("a ring of one byte will do") {
            relayed(echo, capacity = 1) { relay, _ -> echoes(relay) }
        }

        test("passes on the end of one stream while the other goes on") {
            val counted = CompletableDeferred<Long>()
            val target = peers.server { socket ->
                counted.complete(peers.readAll(socket)) // that is, until its end
                peers.writeAll(socket, ByteBuffer.allocate(1_000_003))
            }
            relayed(target) { relay, complaints ->
                peers.client(relay.address) { socket ->
                    peers.writeAll(socket, ByteBuffer.allocate(100_003))
                    socket.shutdownOutput()
                    counted.await() shouldBe 100_003
                    peers.readAll(socket) shouldBe 1_000_003
                }
                complaints.shouldBeEmpty()
            }
        }

        test("passes on a reset, and lives on") {
            val seen = CompletableDeferred<Throwable?>()
            val target = peers.server { socket ->
                val failure = runCatching { peers.readAll(socket) }.exceptionOrNull()
                seen.complete(failure)
            }
            relayed(target) { relay, complaints ->
                peers.client(relay.address) { socket ->
                    peers.writeAll(socket, ByteBuffer.allocate(10))
                    while (relay.stats.toTarget.sent < 10) Thread.yield()
                    socket.setOption(SO_LINGER, 0)
                }
                (seen.await() is IOException) shouldBe true
                complaints.poll(240, SECONDS) shouldEndWith "client: connection reset"
                peers.client(relay.address) { it.isConnected shouldBe true }
            }
        }

        test("a target that is down costs the client its connection, and the relay nothing") {
            val down =
                SocketChannel.open().use { it.bind(loopback).localAddress } as InetSocketAddress
            relayed(down) { relay, complaints ->
                repeat(3) {
                    // It is either reset, or even before it knows that it is connected.
                    shouldThrow<IOException> { peers.client(relay.address) { peers.readAll(it) } }
                    val complaint = complaints.poll(240, SECONDS)!!
                    complaint shouldContain
                        "target ${down.hostString}:${down.port}: connection refused"
                }
                relay.stats.failed shouldBe 3
            }
        }

        test("a target whose name nobody knows") {
            relayed(InetSocketAddress.createUnresolved("nowhere.invalid", 1)) { relay, complaints ->
                shouldThrow<IOException> { peers.client(relay.address) { peers.readAll(it) } }
                complaints.poll(240, SECONDS) shouldEndWith "target nowhere.invalid:1: unknown host"
            }
        }

        test("who never reads holds up the sender, and nobody else; and loses nothing") {
            val hold = CompletableDeferred<Unit>()
            val read = CompletableDeferred<Long>()
            var first = true
            val target = peers.server { socket ->
                if (first) {
                    first = false
                    hold.await()
                    read.complete(peers.readAll(socket))
                } else {
                    peers.writeAll(socket, peers.read(socket, 5))
                }
            }
            relayed(target) { relay, complaints ->
                peers.client(relay.address) { socket ->
                    val flow = relay.stats.toTarget
                    var taken = 0L
                    do {
                        taken += peers.writeUntilHeldUp(socket, most = 64L shl 20)
                        taken shouldBeLessThan (64L shl 20)
                    } while (flow.received - flow.sent != 4096L) // the ring is full
                    flow.now.sourceWaits shouldBeGreaterThan 0
                    flow.now.highest shouldBe 4096
                    echoes(relay)
                    hold.complete(Unit)
                    socket.shutdownOutput()
                    read.await() shouldBe taken
                }
                complaints.shouldBeEmpty()
            }
        }

        test("who says nothing is waited for") {
            relayed(echo) { relay, complaints ->
                peers.client(relay.address) { silent ->
                    echoes(relay)
                    peers.writeAll(silent, ByteBuffer.wrap(byteArrayOf(7)))
                    peers.read(silent, 1).get() shouldBe 7
                }
                complaints.shouldBeEmpty()
            }
        }

        test("a port that is taken is an error at once") {
            relayed(echo) { relay, _ ->
                shouldThrow<BindException> { Relay(relay.address, echo, 4096) {} }
            }
        }

        context("drains: what has come is passed on, then the streams end") {
            test("when the target reads") {
                val hold = CompletableDeferred<Unit>()
                val read = CompletableDeferred<Long>()
                val target = peers.server { socket ->
                    hold.await()
                    read.complete(peers.readAll(socket))
                }
                relayed(target, capacity = 1 shl 20) { relay, complaints ->
                    val address = relay.address
                    peers.client(address) { socket ->
                        coroutineScope {
                            peers.writeAll(socket, ByteBuffer.allocate(300_007))
                            while (relay.stats.toTarget.received < 300_007) yield()
                            val drained = async(Dispatchers.IO) { relay.drain(240_000) }
                            hold.complete(Unit)
                            read.await() shouldBe 300_007
                            peers.readAll(socket) shouldBe 0
                            drained.await() shouldBe true
                        }
                    }
                    complaints.shouldBeEmpty()
                    relay.stats.open shouldBe 0
                    shouldThrow<ConnectException> { peers.client(address) {} }
                }
            }

            test("and when it doesn't, it ends in time all the same") {
                val target = peers.server { awaitCancellation() }
                relayed(target) { relay, _ ->
                    peers.client(relay.address) { socket ->
                        peers.writeUntilHeldUp(socket, most = 64L shl 20)
                        withContext(Dispatchers.IO) { relay.drain(100) } shouldBe false
                        relay.stats.open shouldBe 1
                    }
                }
            }
        }
    })
