package io.bytering.samples.http

import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.use
import io.bytering.ktor.asByteReadChannel
import io.bytering.ktor.copyTo
import io.ktor.server.request.receiveChannel
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import java.io.OutputStream
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope

/** A response that a thread writes, and an upload that a thread reads. */
fun Route.streams(report: (OutputStream) -> Unit) {
    get("/report") {
        val ring = ByteRing.ofCapacity(1024 * 1024)
        thread { runCatching { BlockingWriter.of(ring.writer()).writeStream { report(it) } } }
        call.respond(ring.reader().asByteReadChannel())
    }
    post("/lines") {
        val ring = ByteRing.ofCapacity(64 * 1024)
        coroutineScope {
            val lines =
                async(Dispatchers.IO) {
                    BlockingReader.of(ring.reader()).use { reader ->
                        reader.inputStream().bufferedReader().useLines { it.count() }
                    }
                }
            ring.writer().use { call.receiveChannel().copyTo(it) }
            call.respondText("${lines.await()} lines")
        }
    }
}
