package io.bytering.samples.sockets

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.File
import java.net.InetAddress.getLoopbackAddress
import java.net.InetSocketAddress
import java.net.Socket
import java.nio.file.Path

/** The program of the test: a server that tells its port, and ends with its standard input. */
object Reversing {
    @JvmStatic
    fun main(arguments: Array<String>) {
        LineServer(InetSocketAddress(getLoopbackAddress(), 0)) { it.reversed() }
            .use { server ->
                println(server.address.port)
                System.`in`.read()
            }
    }
}

/** The server in a process of its own, which may open only a few files. */
class LineServerIT :
    FunSpec({
        timeout = 300_000

        test("after too many open files it goes on with those who waited") {
            val errors = File.createTempFile("lines", ".err")
            val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
            val process =
                ProcessBuilder(
                        listOf("sh", "-c", "ulimit -n 200; exec \"\$@\"", "sh", java) +
                            listOf("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m") +
                            listOf("-cp", System.getProperty("java.class.path")) +
                            Reversing::class.java.name
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
                waiting.getInputStream().bufferedReader().readLine() shouldBe "ereht llits"
                client().use { late ->
                    late.getOutputStream().write("and I\n".toByteArray())
                    late.getInputStream().bufferedReader().readLine() shouldBe "I dna"
                }
            } finally {
                process.destroyForcibly().waitFor()
                clients.forEach { it.close() }
                errors.delete()
            }
        }
    })
