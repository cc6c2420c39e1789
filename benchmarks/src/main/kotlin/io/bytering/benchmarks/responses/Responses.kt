package io.bytering.benchmarks.responses

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.use
import io.bytering.coroutines.writeFully
import io.bytering.ktor.asByteReadChannel
import io.bytering.ktor.asByteWriteChannel
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.response.respond
import io.ktor.server.response.respondBytesWriter
import io.ktor.server.response.respondOutputStream
import io.ktor.server.routing.Route
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import io.ktor.utils.io.writeFully
import java.io.OutputStream
import java.net.InetAddress
import java.net.Socket
import kotlin.concurrent.thread
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

private const val ROWS = 2_000_000
private val ROW = "0123456789,abcdefgh\n".toByteArray()
private const val CAPACITY = 1 shl 20

/** Who fills a response with rows, by what name; the first of a group is Ktor's own way. */
private val WAYS =
    mapOf(
        "a coroutine" to listOf("ktor", "ring", "ring-as-channel"),
        "a thread" to listOf("ktor-stream", "ring-stream", "ring-buffered-stream"),
    )

/**
 * A response of many short rows through Ktor's own channel and through a ring, by turns, with a
 * real server and a client that only reads. `java -cp benchmarks.jar
 * io.bytering.benchmarks.responses.ResponsesKt [rounds]` prints the time of each, and how many
 * times as fast as Ktor's own way it was.
 */
public fun main(arguments: Array<String>): Unit = runBlocking {
    val rounds = arguments.firstOrNull()?.toInt() ?: 9
    val server = embeddedServer(CIO, port = 0, host = "127.0.0.1") { routing { responses() } }
    server.startSuspend(wait = false)
    val port = server.engine.resolvedConnectors().first().port
    for ((by, ways) in WAYS) {
        repeat(2) { for (way in ways) seconds(port, way) } // warm
        val seconds = ways.associateWith { mutableListOf<Double>() }
        repeat(rounds) { for (way in ways) seconds.getValue(way) += seconds(port, way) }
        for (way in ways) {
            val times = seconds.getValue(way).sorted()
            val ratios = seconds.getValue(ways.first()).zip(seconds.getValue(way), Double::div)
            println(
                "%-12s %-22s %.2f s  %.2f x (%.2f to %.2f)"
                    .format(
                        by,
                        way,
                        times[times.size / 2],
                        ratios.sorted()[ratios.size / 2],
                        ratios.min(),
                        ratios.max(),
                    )
            )
        }
    }
    server.stopSuspend(0, 1000)
}

/** Until the whole response has come. */
private fun seconds(port: Int, way: String): Double {
    val start = System.nanoTime()
    Socket(InetAddress.getLoopbackAddress(), port).use { socket ->
        socket
            .getOutputStream()
            .write("GET /$way HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".toByteArray())
        val some = ByteArray(64 * 1024)
        var total = 0L
        while (true) {
            val count = socket.getInputStream().read(some)
            if (count < 0) break
            total += count
        }
        check(total >= ROWS.toLong() * ROW.size) { "$way: $total bytes have come" }
    }
    return (System.nanoTime() - start) / 1e9
}

private fun Route.responses() {
    get("/ktor") { call.respondBytesWriter { repeat(ROWS) { writeFully(ROW) } } }
    get("/ring") {
        call.respond(
            call
                .filled { writer -> writer.use { repeat(ROWS) { _ -> it.writeFully(ROW) } } }
                .asByteReadChannel()
        )
    }
    get("/ring-as-channel") {
        call.respond(
            call
                .filled { writer ->
                    val channel = writer.asByteWriteChannel()
                    repeat(ROWS) { channel.writeFully(ROW) }
                    channel.flushAndClose()
                }
                .asByteReadChannel()
        )
    }
    get("/ktor-stream") { call.respondOutputStream { rows() } }
    get("/ring-stream") { call.respond(streamed { rows() }.asByteReadChannel()) }
    get("/ring-buffered-stream") {
        call.respond(streamed { buffered().use { it.rows() } }.asByteReadChannel())
    }
}

private fun CoroutineScope.filled(fill: suspend (RingWriter) -> Unit): RingReader {
    val ring = ByteRing.ofCapacity(CAPACITY)
    launch(Dispatchers.Default) { fill(ring.writer()) }
    return ring.reader()
}

private fun streamed(write: OutputStream.() -> Unit): RingReader {
    val ring = ByteRing.ofCapacity(CAPACITY)
    thread { BlockingWriter.of(ring.writer()).writeStream { it.write() } }
    return ring.reader()
}

private fun OutputStream.rows() {
    repeat(ROWS) { write(ROW) }
}
