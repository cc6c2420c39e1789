package io.bytering.samples.sockets

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import java.io.BufferedReader
import java.io.IOException
import java.net.InetAddress.getLoopbackAddress
import java.net.InetSocketAddress
import java.net.Socket
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread

class ChatServerSpec :
    FunSpec({
        timeout = 300_000

        test(
            "all clients see all lines in one order, that of the log, and each client's in its own"
        ) {
            val log = ConcurrentLinkedQueue<String>()
            ChatServer(InetSocketAddress(getLoopbackAddress(), 0)) { log += it }
                .use { server ->
                    val allHere = CountDownLatch(CLIENTS)
                    val seen = List(CLIENTS) { mutableListOf<String>() }
                    val clients =
                        List(CLIENTS) { id ->
                            thread {
                                Client(server, "c$id").use { client ->
                                    allHere.countDown()
                                    allHere.await()
                                    val sending = thread {
                                        repeat(LINES) { client.say("$it") }
                                    }
                                    while (seen[id].size < CLIENTS * LINES) {
                                        val line = client.hear()!!
                                        if (!line.startsWith("*")) seen[id] += line
                                    }
                                    sending.join()
                                }
                            }
                        }
                    clients.forEach { it.join() }
                    val said = log.filter { !it.startsWith("*") }
                    said shouldHaveSize CLIENTS * LINES
                    seen.forEach { it shouldBe said }
                    for (id in 0 until CLIENTS) {
                        said.filter { it.startsWith("c$id: ") } shouldBe List(LINES) { "c$id: $it" }
                    }
                }
        }

        test("a client that does not read is dropped, and holds up nobody") {
            ChatServer(InetSocketAddress(getLoopbackAddress(), 0)) {}
                .use { server ->
                    Client(server, "slow", receiveBuffer = 4096).use { slow ->
                        Client(server, "quick").use { quick ->
                            val line = "x".repeat(8000)
                            // more than the system keeps for a socket
                            repeat(4000) {
                                quick.say(line)
                                quick.hear() shouldBe "quick: $line"
                            }
                        }
                        val last = slow.hearToTheEnd()
                        (last < 4000) shouldBe true
                    }
                    Client(server, "late").use { late ->
                        late.say("still there")
                        late.hear() shouldBe "late: still there"
                    }
                }
        }

        test("who leaves hears the last lines, and the others go on") {
            val log = ConcurrentLinkedQueue<String>()
            ChatServer(InetSocketAddress(getLoopbackAddress(), 0)) { log += it }
                .use { server ->
                    Client(server, "a").use { a ->
                        Client(server, "b").use { b ->
                            a.hear() shouldBe "* b came"
                            b.say("bye")
                            a.hear() shouldBe "b: bye"
                            b.leave()
                            b.hear() shouldBe "b: bye"
                            b.hear() shouldBe null
                        }
                        a.say("alone")
                        a.hear() shouldBe "a: alone"
                    }
                    log.toList() shouldContain "a: alone"
                }
        }
    })

private const val CLIENTS = 20
private const val LINES = 100

/** A client that has come: the server has told it so. */
private class Client(server: ChatServer, private val name: String, receiveBuffer: Int = 0) :
    AutoCloseable {
    private val socket = Socket()
    private val lines: BufferedReader

    init {
        if (receiveBuffer > 0) socket.receiveBufferSize = receiveBuffer
        socket.soTimeout = 240_000
        socket.connect(server.address)
        lines = socket.getInputStream().bufferedReader()
        say(name)
        do {
            val line = hear()
        } while (line != "* $name came")
    }

    fun say(line: String) = socket.getOutputStream().write("$line\n".encodeToByteArray())

    fun hear(): String? = lines.readLine()

    /** How many lines came until the server ended the connection, in order or not. */
    fun hearToTheEnd(): Int {
        var count = 0
        try {
            while (hear() != null) count++
        } catch (reset: IOException) {
            reset.message shouldBe "Connection reset"
        }
        return count
    }

    fun leave() = socket.shutdownOutput()

    override fun close() = socket.close()
}
