package io.bytering.cli.relay

import io.bytering.cli.terminal.complain
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import java.io.File
import java.io.IOException
import java.net.BindException
import java.net.ConnectException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.StandardSocketOptions.SO_LINGER
import java.nio.ByteBuffer
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.util.concurrent.CountDownLatch
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.Channel.Factory.UNLIMITED
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
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
            target: Dialer,
            capacity: Int = 4096,
            test: suspend (Relay, LinkedBlockingQueue<String>) -> Unit,
        ) {
            val complaints = LinkedBlockingQueue<String>()
            Relay(loopback, target, capacity, complain = complaints::add).use {
                test(it, complaints)
            }
        }

        suspend fun relayed(
            target: InetSocketAddress,
            capacity: Int = 4096,
            test: suspend (Relay, LinkedBlockingQueue<String>) -> Unit,
        ) = relayed(Dialer(target), capacity, test)

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

        context("an answer that came before a reset is delivered") {
            val answer = "413: ${"too much ".repeat(500)}"

            /** Answers before it has read anything, so that its system sends a reset at the end. */
            fun impatient(endsFirst: Boolean) = peers.server { socket ->
                peers.awaitReadable(socket)
                peers.writeAll(socket, ByteBuffer.wrap(answer.toByteArray()))
                if (!endsFirst) socket.setOption(SO_LINGER, 0)
            }

            suspend fun hears(socket: SocketChannel) {
                val bytes = withTimeout(240_000) { peers.read(socket, answer.length) }
                Charsets.UTF_8.decode(bytes).toString() shouldBe answer
            }

            suspend fun sendAndHear(socket: SocketChannel) = coroutineScope {
                val sending = launch {
                    while (true) peers.writeAll(socket, ByteBuffer.allocate(30_000))
                }
                hears(socket)
                sending.cancel()
            }

            suspend fun sendThenHear(socket: SocketChannel) {
                peers.writeAll(socket, ByteBuffer.allocate(8_000_000))
                hears(socket)
            }

            suspend fun sendAllThenHear(socket: SocketChannel) {
                peers.writeAll(socket, ByteBuffer.allocate(30_000))
                socket.shutdownOutput()
                hears(socket)
            }

            /** Many at once, as a reset that comes last takes seconds. */
            suspend fun twentyTimes(
                target: InetSocketAddress,
                part: suspend (SocketChannel) -> Unit,
            ) =
                relayed(target) { relay, _ ->
                    coroutineScope {
                        repeat(20) { launch { peers.client(relay.address) { part(it) } } }
                    }
                }

            withTests(
                nameFn = { (name, _) -> name },
                "to who sends and reads at once" to ::sendAndHear,
                "to who reads only when all is sent" to ::sendThenHear,
                "to who has sent all and said so" to ::sendAllThenHear,
            ) { (_, talk) ->
                val cutOff = impatient(endsFirst = false)
                twentyTimes(cutOff) { socket ->
                    talk(socket)
                    shouldThrow<IOException> { peers.readAll(socket) } // the reset
                }
                val ending = impatient(endsFirst = true)
                twentyTimes(ending) { socket ->
                    talk(socket)
                    peers.readAll(socket) shouldBe 0 // the end
                }
            }
        }

        test("what a client sent before its reset is delivered, and then the reset") {
            val heard = Channel<Pair<Long, Throwable?>>(UNLIMITED)
            val target = peers.server { socket ->
                val buffer = ByteBuffer.allocate(30_000)
                val failure = runCatching {
                    while (socket.read(buffer) >= 0) peers.awaitReadable(socket)
                }
                    .exceptionOrNull()
                heard.send(buffer.position().toLong() to failure)
            }
            relayed(target) { relay, _ ->
                repeat(20) {
                    peers.client(relay.address) { socket ->
                        peers.writeAll(socket, ByteBuffer.allocate(20_000))
                        socket.setOption(SO_LINGER, 0)
                    }
                    val (count, failure) = heard.receive()
                    count shouldBe 20_000
                    (failure is IOException) shouldBe true
                }
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

        context("every address of a name is tried") {
            val here = echo.address
            val nobody = InetAddress.getByName("127.0.0.2")
            fun named(vararg addresses: InetAddress) =
                Dialer("some.name", echo.port) { addresses.asList() }

            test("also when one refuses") {
                relayed(named(nobody, here)) { relay, complaints ->
                    echoes(relay)
                    complaints.shouldBeEmpty()
                }
            }

            test("also when one does not answer").config(enabled = File("/proc").exists()) {
                // Linux lets who connects wait while there are too many to be accepted.
                ServerSocketChannel.open().use { full ->
                    full.bind(InetSocketAddress(nobody, echo.port), 1)
                    val waiting =
                        List(8) {
                            SocketChannel.open().apply {
                                configureBlocking(false)
                                connect(full.localAddress)
                            }
                        }
                    relayed(named(nobody, here)) { relay, complaints ->
                        echoes(relay)
                        complaints.shouldBeEmpty()
                    }
                    relayed(Dialer("some.name", echo.port, 200) { listOf(nobody) }) {
                        relay,
                        complaints ->
                        shouldThrow<IOException> {
                            peers.client(relay.address) { peers.readAll(it) }
                        }
                        complaints.poll(240, SECONDS) shouldEndWith
                            "target some.name:${echo.port}: no answer in 0.2 s"
                    }
                    waiting.forEach { it.close() }
                }
            }

            test("if all refuse, one line tells why") {
                relayed(named(nobody, nobody)) { relay, complaints ->
                    shouldThrow<IOException> { peers.client(relay.address) { peers.readAll(it) } }
                    complaints.poll(240, SECONDS) shouldEndWith
                        "target some.name:${echo.port}: connection refused"
                }
            }
        }

        context("a name service that hangs") {
            val hung = CountDownLatch(1)
            afterSpec { hung.countDown() }

            /** The first question is never answered. */
            fun hanging(limitMillis: Long): Dialer {
                val asked = AtomicBoolean()
                return Dialer("some.name", echo.port, limitMillis) {
                    if (!asked.getAndSet(true)) hung.await()
                    listOf(echo.address)
                }
            }

            test("holds up neither another connection, nor the end") {
                relayed(hanging(limitMillis = 240_000)) { relay, complaints ->
                    peers.client(relay.address) { socket ->
                        while (relay.stats.total < 1) yield()
                        echoes(relay)
                        withContext(Dispatchers.IO) { relay.drain(230_000) } shouldBe true
                        shouldThrow<IOException> { peers.readAll(socket) }
                    }
                    complaints.poll() shouldEndWith
                        "target some.name:${echo.port}: given up at the end"
                }
            }

            test("does not hold up a close") {
                relayed(hanging(limitMillis = 240_000)) { relay, _ ->
                    peers.client(relay.address) { while (relay.stats.total < 1) yield() }
                }
            }

            test("costs a connection no more time than it may take to connect") {
                relayed(hanging(limitMillis = 100)) { relay, complaints ->
                    shouldThrow<IOException> { peers.client(relay.address) { peers.readAll(it) } }
                    complaints.poll(240, SECONDS) shouldEndWith
                        "target some.name:${echo.port}: no answer in 0.1 s"
                }
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
                shouldThrow<BindException> { Relay(relay.address, Dialer(echo), 4096) {} }
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
