package io.bytering.samples.streams

import io.bytering.RingReader
import io.bytering.cli.demo.RandomBytes
import io.bytering.coroutines.awaitClaim
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.produceBytes
import io.bytering.coroutines.use
import io.ktor.server.application.Application
import io.ktor.server.response.respondBytesWriter
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.writeFully
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.job

/**
 * A Ktor server with one large response, which is made while it is sent: by a coroutine of its own,
 * up to a ring ahead of the client. If the client goes away, the coroutine is cancelled.
 *
 * @param onEnd told when all bytes are made (null), or why that came to nothing
 */
fun Application.largeResponse(length: Long, onEnd: (Throwable?) -> Unit = {}) {
    routing {
        get("/large") {
            call.respondBytesWriter(contentLength = length) {
                coroutineScope { sendAll(madeUp(length, seed = 1, onEnd)) }
            }
        }
    }
}

/** So many bytes without pattern, as they are made. */
private fun CoroutineScope.madeUp(
    length: Long,
    seed: Long,
    onEnd: (Throwable?) -> Unit,
): RingReader =
    produceBytes(256 * 1024, Dispatchers.Default) { writer ->
        currentCoroutineContext().job.invokeOnCompletion(onEnd)
        val random = RandomBytes(seed)
        var left = length
        while (left > 0) {
            val count = minOf(left, 16 * 1024).toInt()
            random.fill(writer.awaitClaim(count))
            writer.commit(count)
            left -= count
        }
    }

/** Sends from the ring's own memory what comes out of it, until the stream ends. */
suspend fun ByteWriteChannel.sendAll(reader: RingReader) {
    reader.use {
        while (reader.awaitReadable()) {
            val bytes = reader.peek()
            val count = bytes.remaining()
            writeFully(bytes)
            reader.consume(count)
        }
    }
}
