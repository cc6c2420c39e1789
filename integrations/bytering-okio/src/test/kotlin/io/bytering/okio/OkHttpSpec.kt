package io.bytering.okio

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.util.concurrent.CountDownLatch
import kotlin.random.Random
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import mockwebserver3.SocketEffect
import okhttp3.Call
import okhttp3.MediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okio.Buffer
import okio.BufferedSink
import okio.BufferedSource
import okio.ByteString.Companion.toByteString

/** Sends what comes out of a ring. */
private class SourceBody(private val source: BufferedSource, private val length: Long) :
    RequestBody() {
    override fun contentType(): MediaType? = null

    override fun contentLength() = length

    override fun isOneShot() = true

    override fun writeTo(sink: BufferedSink) {
        sink.writeAll(source)
    }
}

/**
 * The reader is closed when the call has ended, also if that was before its body was asked for.
 *
 * @param length -1: it is not known, and chunks are sent
 */
private fun OkHttpClient.upload(
    url: String,
    reader: RingReader,
    length: Long = -1,
    made: (Call) -> Unit = {},
): String = reader.useSource { source ->
    val request = Request.Builder().url(url).post(SourceBody(source, length)).build()
    newCall(request).also(made).execute().use { it.body.string() }
}

/** Writes a response into a ring. */
private fun OkHttpClient.download(url: String, writer: RingWriter) {
    writer.useSink { sink ->
        newCall(Request.Builder().url(url).build()).execute().use { response ->
            sink.writeAll(response.body.source())
        }
    }
}

private const val MEBIBYTE = 1 shl 20

private fun random(count: Int) = Random(count).nextBytes(count)

/** Until the number stays the same for a while. */
private fun atRest(number: () -> Long): Long {
    var before = -1L
    while (true) {
        val now = number()
        if (now == before) return now
        before = now
        Thread.sleep(300) // how long it takes nobody knows: only the bytes under way are looked at
    }
}

class OkHttpSpec :
    FunSpec({
        val client = OkHttpClient.Builder().retryOnConnectionFailure(false).build()

        afterSpec {
            client.dispatcher.executorService.shutdown()
            client.connectionPool.evictAll()
        }

        fun serving(vararg responses: MockResponse, body: (MockWebServer, url: String) -> Unit) =
            MockWebServer().use { server ->
                server.start(InetAddress.getLoopbackAddress(), 0)
                responses.forEach(server::enqueue)
                body(server, server.url("/").toString())
            }

        /** Takes a connection, and does with it what [peer] does. */
        fun listening(peer: (java.net.Socket) -> Unit, body: (url: String) -> Unit) =
            ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { server ->
                val serving = Elsewhere { server.accept().use(peer) }
                body("http://${server.inetAddress.hostAddress}:${server.localPort}/")
                serving.get()
            }

        test("an upload of what a thread writes arrives whole") {
            serving(MockResponse.Builder().body("thanks").build()) { server, url ->
                val ring = ByteRing.ofCapacity(10_000)
                val bytes = random(3 * MEBIBYTE)
                val writing = Elsewhere { ring.writer().useSink { it.write(bytes) } }
                client.upload(url, ring.reader()) shouldBe "thanks"
                writing.get()
                server.takeRequest().body.shouldNotBeNull() shouldBe bytes.toByteString()
            }
        }

        test("a download into a ring arrives whole") {
            val bytes = random(3 * MEBIBYTE)
            serving(MockResponse.Builder().body(Buffer().write(bytes)).build()) { _, url ->
                val ring = ByteRing.ofCapacity(10_000)
                val downloading = Elsewhere { client.download(url, ring.writer()) }
                ring.reader().useSource { it.readByteString() } shouldBe bytes.toByteString()
                downloading.get()
            }
        }

        test("a writer that fails has the upload fail with its cause") {
            serving(MockResponse()) { _, url ->
                val ring = ByteRing.ofCapacity(10_000)
                val failure = IllegalStateException("half of it")
                val writing = Elsewhere {
                    ring.writer().useSink {
                        it.write(random(30_000))
                        throw failure
                    }
                }
                val thrown = shouldThrow<IOException> { client.upload(url, ring.reader()) }
                generateSequence<Throwable>(thrown) { it.cause }.last() shouldBe failure
                shouldThrow<IllegalStateException> { writing.get() } shouldBe failure
            }
        }

        test("a server that does not read holds up the writer, in bounded memory") {
            val done = CountDownLatch(1)
            listening({ done.await() }) { url ->
                val ring = ByteRing.ofCapacity(10_000)
                val writing = Elsewhere {
                    val some = random(100_000)
                    ring.writer().useSink { sink -> while (true) sink.write(some) }
                }
                var call: Call? = null
                val calling = Elsewhere { client.upload(url, ring.reader()) { call = it } }
                while (ring.writer().position() < 100_000) Thread.sleep(1)
                atRest { ring.writer().position() } shouldBeLessThan 32L * MEBIBYTE
                call!!.cancel()
                shouldThrow<IOException> { calling.get() }
                shouldThrow<RingAbandonedException> { writing.get() }
                done.countDown()
            }
        }

        test("a server that hangs up stops the writer") {
            listening({ peer ->
                peer.getInputStream().readNBytes(50_000)
                peer.setSoLinger(true, 0)
            }) { url ->
                val ring = ByteRing.ofCapacity(10_000)
                val writing = Elsewhere {
                    val some = random(10_000)
                    ring.writer().useSink { sink -> while (true) sink.write(some) }
                }
                val thrown = shouldThrow<IOException> { client.upload(url, ring.reader()) }
                shouldThrow<RingAbandonedException> { writing.get() }.cause shouldBe thrown
            }
        }

        test("a server that hangs up in the middle of an upload of known length stops the writer") {
            val response = MockResponse.Builder().onRequestBody(SocketEffect.CloseSocket()).build()
            serving(response) { _, url ->
                val ring = ByteRing.ofCapacity(10_000)
                val writing = Elsewhere {
                    val some = random(10_000)
                    ring.writer().useSink { sink -> while (true) sink.write(some) }
                }
                shouldThrow<IOException> { client.upload(url, ring.reader(), 100L * MEBIBYTE) }
                shouldThrow<RingAbandonedException> { writing.get() }
            }
        }

        test("a server that nobody can reach stops the writer") {
            val url = ServerSocket(0).use { "http://127.0.0.1:${it.localPort}/" }
            val ring = ByteRing.ofCapacity(10_000)
            val writing = Elsewhere { ring.writer().useSink { it.write(random(100_000)) } }
            val thrown = shouldThrow<IOException> { client.upload(url, ring.reader()) }
            shouldThrow<RingAbandonedException> { writing.get() }.cause shouldBe thrown
        }

        test("an upload whose ring is closed elsewhere fails as every upload does") {
            for (close in
                listOf<(ByteRing) -> Unit>(
                    { it.reader().close() },
                    { it.close(IllegalStateException("shutting down")) },
                )) {
                serving(MockResponse()) { _, url ->
                    val ring = ByteRing.ofCapacity(10_000)
                    val calling = Elsewhere { client.upload(url, ring.reader()) }
                    calling.awaitWaiting()
                    close(ring)
                    shouldThrow<IOException> { calling.get() }
                }
            }
        }

        test("a reader that pauses holds up the server") {
            var sent = 0L
            listening({ peer ->
                val out = peer.getOutputStream()
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n".toByteArray())
                val some = random(10_000)
                shouldThrow<IOException> {
                    while (true) {
                        out.write(some)
                        sent += some.size
                    }
                }
            }) { url ->
                val ring = ByteRing.ofCapacity(10_000)
                val downloading = Elsewhere { client.download(url, ring.writer()) }
                BlockingReader.of(ring.reader()).readFully(ByteArray(100_000))
                atRest { sent } shouldBeLessThan 32L * MEBIBYTE
                ring.reader().close()
                shouldThrow<IOException> { downloading.get() }
            }
        }

        test("a response that is cut short is a failure, after its last byte") {
            listening({ peer ->
                val out = peer.getOutputStream()
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789".toByteArray())
            }) { url ->
                val ring = ByteRing.ofCapacity(10_000)
                val downloading = Elsewhere { client.download(url, ring.writer()) }
                val failure = shouldThrow<IOException> { downloading.get() }
                ring.reader().useSource {
                    it.readUtf8(10) shouldBe "0123456789"
                    shouldThrow<IOException> { it.exhausted() }.cause shouldBe failure
                }
            }
        }
    })
