package io.bytering.samples.sockets

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.File
import java.net.InetAddress.getLoopbackAddress
import java.net.InetSocketAddress
import java.net.Socket
import java.nio.file.Path

/** The program of the test: a server that tells its port, and ends with its standard input. */
object Serving {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val any = InetSocketAddress(getLoopbackAddress(), 0)
        val (server, address) =
            when (arguments.single()) {
                "lines" -> LineServer(any) { it.reversed() }.let { it to it.address }
                else -> ChatServer(any) {}.let { it to it.address }
            }
        server.use {
            println(address.port)
            System.`in`.read()
        }
    }
}

/** Servers in processes of their own, which may open only a few files. */
class FullServersIT :
    FunSpec({
        timeout = 300_000

        /** @param answer what comes back for a line, if it is the first one */
        fun goesOn(server: String, answer: (line: String) -> String) {
            val errors = File.createTempFile("full", ".err")
            val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
            val process =
                ProcessBuilder(
                        listOf("sh", "-c", "ulimit -n 200; exec \"\$@\"", "sh", java) +
                            listOf("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m") +
                            listOf("-cp", System.getProperty("java.class.path")) +
                            listOf(Serving::class.java.name, server)
                    )
                    .redirectError(errors)
                    .start()
            val clients = mutableListOf<Socket>()
            try {
                val port = process.inputReader().readLine().toInt()
                fun client() =
                    Socket(getLoopbackAddress(), port)
                        .apply { soTimeout = 240_000 }
                        .also {
                            clients += it
                        }
                fun hasRefused() = "accept: " in errors.readText()
                // One after the other: the system has no room for many that are not accepted.
                while (!hasRefused()) {
                    val client = client()
                    client.getOutputStream().write("still there\n".toByteArray())
                    while (client.getInputStream().available() == 0 && !hasRefused()) Thread.yield()
                }
                val waiting = clients.last()
                clients.filter { it !== waiting }.forEach { it.close() }
                waiting.getInputStream().bufferedReader().readLine() shouldBe answer("still there")
                client().use { late ->
                    late.getOutputStream().write("and I\n".toByteArray())
                    late.getInputStream().bufferedReader().readLine() shouldBe answer("and I")
                }
            } finally {
                process.destroyForcibly().waitFor()
                clients.forEach { it.close() }
                errors.delete()
            }
        }

        test("after too many open files, answers go on to those who waited") {
            goesOn("lines") { it.reversed() }
        }

        test("after too many open files, a chat goes on with those who waited") {
            goesOn("chat") { "* $it came" }
        }
    })
