package io.bytering.samples.streams

import io.bytering.RingAbandonedException
import io.bytering.cli.demo.RandomBytes
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.nio.ByteBuffer
import java.util.zip.CRC32C
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred

class LargeResponseSpec :
    FunSpec({
        timeout = 300_000
        val length = 100_000_003L

        suspend fun served(
            length: Long,
            onEnd: (Throwable?) -> Unit = {},
            test: suspend (URI) -> Unit,
        ) {
            val server =
                embeddedServer(CIO, port = 0, host = "127.0.0.1") { largeResponse(length, onEnd) }
            server.startSuspend()
            try {
                val port = server.engine.resolvedConnectors().single().port
                test(URI("http://127.0.0.1:$port/large"))
            } finally {
                server.stopSuspend(gracePeriodMillis = 0, timeoutMillis = 1000)
            }
        }

        fun get(uri: URI) =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream())

        fun expected(length: Long): Long {
            val sum = CRC32C()
            val random = RandomBytes(1)
            val buffer = ByteBuffer.allocate(16 * 1024)
            var left = length
            while (left > 0) {
                random.fill(buffer.clear().limit(minOf(left, 16 * 1024).toInt()))
                left -= buffer.flip().remaining()
                sum.update(buffer)
            }
            return sum.value
        }

        test("a client gets every byte of a large response") {
            served(length) { uri ->
                val response = get(uri)
                response.statusCode() shouldBe 200
                val sum = CRC32C()
                var total = 0L
                response.body().use { body ->
                    val buffer = ByteArray(64 * 1024)
                    while (true) {
                        val count = body.read(buffer)
                        if (count < 0) break
                        sum.update(buffer, 0, count)
                        total += count
                    }
                }
                total shouldBe length
                sum.value shouldBe expected(length)
            }
        }

        test("a client that goes away ends the coroutine that makes the bytes") {
            val end = CompletableDeferred<Throwable?>()
            served(Long.MAX_VALUE, end::complete) { uri ->
                val body = get(uri).body()
                body.readNBytes(1_000_000).size shouldBe 1_000_000
                end.isCompleted shouldBe false
                body.close()
                // it is cancelled where it waits, or meets the closed reader first where it writes
                listOf(CancellationException::class, RingAbandonedException::class).count {
                    it.isInstance(end.await())
                } shouldBe 1
            }
        }
    })
