package io.bytering.samples.sockets

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.net.InetAddress.getLoopbackAddress
import java.net.InetSocketAddress
import java.net.Socket
import kotlin.concurrent.thread

class LineServerSpec :
    FunSpec({
        timeout = 300_000

        fun server() = LineServer(InetSocketAddress(getLoopbackAddress(), 0)) { it.reversed() }

        fun <T> LineServer.client(part: (Socket) -> T): T =
            Socket(address.address, address.port).use {
                it.soTimeout = 240_000
                part(it)
            }

        test("each line is answered, in order, also when many are sent before one is read") {
            server().use { server ->
                server.client { socket ->
                    val lines = List(50_000) { "line $it" }
                    val sending = thread {
                        val out = socket.getOutputStream().bufferedWriter()
                        for (line in lines) out.write("$line\r\n")
                        out.flush()
                        socket.shutdownOutput()
                    }
                    socket.getInputStream().reader().readLines() shouldBe
                        lines.map { it.reversed() }
                    sending.join()
                }
            }
        }

        test("clients do not wait for each other") {
            server().use { server ->
                server.client { idle ->
                    server.client { busy ->
                        busy.getOutputStream().write("abc\n".toByteArray())
                        busy.getInputStream().bufferedReader().readLine() shouldBe "cba"
                    }
                    idle.getOutputStream().write("first\nlast".toByteArray())
                    idle.shutdownOutput()
                    idle.getInputStream().reader().readLines() shouldBe listOf("tsrif", "tsal")
                }
            }
        }

        test("a line that never ends ends the connection, and no other") {
            server().use { server ->
                server.client { other ->
                    server.client { endless ->
                        endless.getOutputStream().write(ByteArray(8 * 1024) { 'x'.code.toByte() })
                        endless.getInputStream().read() shouldBe -1
                    }
                    other.getOutputStream().write("still there\n".toByteArray())
                    other.getInputStream().bufferedReader().readLine() shouldBe "ereht llits"
                }
            }
        }
    })
