package io.bytering.ktor

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.launchReader
import io.bytering.coroutines.use
import io.bytering.coroutines.writeFully
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.ktor.client.plugins.websocket.webSocket
import io.ktor.client.request.get
import io.ktor.client.request.post
import io.ktor.client.request.prepareGet
import io.ktor.client.request.setBody
import io.ktor.client.statement.bodyAsBytes
import io.ktor.client.statement.bodyAsChannel
import io.ktor.client.statement.bodyAsText
import io.ktor.server.request.receiveChannel
import io.ktor.server.response.respond
import io.ktor.server.response.respondBytesWriter
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.websocket.webSocket
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.readAvailable
import io.ktor.websocket.Frame
import io.ktor.websocket.close
import io.ktor.websocket.readBytes
import io.ktor.websocket.send
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit.MINUTES
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.await
import kotlinx.coroutines.job
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

private const val MEBIBYTE = 1 shl 20

/** 1,000 of them under the stress profile. */
private val CLIENTS = 50 * Integer.getInteger("bytering.effort", 1)

/** What a thread throws in the end, which must be an abandonment. */
private class Writing(writer: RingWriter, write: BlockingWriter.() -> Unit) {
    private val thrown = CompletableFuture<Throwable?>()

    init {
        thread(isDaemon = true) {
            try {
                BlockingWriter.of(writer).use(write)
                thrown.complete(null)
            } catch (e: Throwable) {
                thrown.complete(e)
            }
        }
    }

    suspend fun result(): Throwable? = withContext(Dispatchers.IO) { thrown.get(4, MINUTES) }
}

private fun BlockingWriter.endless() {
    val some = ByteArray(10_000)
    while (true) write(some)
}

/** Until the number stays the same for a while. */
private suspend fun atRest(number: () -> Long): Long {
    var before = -1L
    while (true) {
        val now = number()
        if (now == before) return now
        before = now
        delay(300) // how long it takes nobody knows: only the bytes under way are looked at
    }
}

class ServersSpec :
    FunSpec({
        for ((name, engine) in ENGINES) {
            test("$name: a response that a thread writes arrives whole") {
                val bytes = Random(1).nextBytes(3 * MEBIBYTE)
                val routes: Route.() -> Unit = {
                    get("/") {
                        val ring = ByteRing.ofCapacity(10_000)
                        thread { BlockingWriter.of(ring.writer()).use { it.write(bytes) } }
                        call.respond(ring.reader().asByteReadChannel())
                    }
                    get("/copied") {
                        val ring = ByteRing.ofCapacity(10_000)
                        thread { BlockingWriter.of(ring.writer()).use { it.write(bytes) } }
                        call.respondBytesWriter { ring.reader().use { it.copyTo(this) } }
                    }
                }
                serving(engine, routes) {
                    client.get(url).bodyAsBytes().contentEquals(bytes) shouldBe true
                    client.get(url + "copied").bodyAsBytes().contentEquals(bytes) shouldBe true
                }
            }

            test("$name: an upload goes into a ring, which a thread reads") {
                val bytes = Random(2).nextBytes(3 * MEBIBYTE)
                val routes: Route.() -> Unit = {
                    post("/") {
                        val ring = ByteRing.ofCapacity(10_000)
                        val read = CompletableFuture<ByteArray>()
                        thread {
                            read.complete(
                                BlockingReader.of(ring.reader()).inputStream().readAllBytes()
                            )
                        }
                        ring.writer().use { call.receiveChannel().copyTo(it) }
                        call.respondText("${read.await().contentEquals(bytes)}")
                    }
                }
                serving(engine, routes) {
                    client.post(url) { setBody(bytes) }.bodyAsText() shouldBe "true"
                    val ring = ByteRing.ofCapacity(10_000)
                    thread { BlockingWriter.of(ring.writer()).use { it.write(bytes) } }
                    client
                        .post(url) { setBody(ring.reader().asByteReadChannel()) }
                        .bodyAsText() shouldBe "true"
                }
            }

            test("$name: an upload whose reader gives up fails, and the server goes on") {
                val routes: Route.() -> Unit = {
                    post("/") {
                        val ring = ByteRing.ofCapacity(1000)
                        ring.reader().close()
                        val thrown =
                            shouldThrow<RingAbandonedException> {
                                ring.writer().use { call.receiveChannel().copyTo(it) }
                            }
                        call.respondText("${thrown::class.simpleName}")
                    }
                    get("/") { call.respondText("on") }
                }
                serving(engine, routes) {
                    client.post(url) { setBody(ByteArray(100)) }.bodyAsText() shouldBe
                        "RingAbandonedException"
                    client.get(url).bodyAsText() shouldBe "on"
                }
            }

            test("$name: a client that resets in the middle ends the thread that writes") {
                val channels = CompletableFuture<Writing>()
                val copies = CompletableFuture<Writing>()
                val routes: Route.() -> Unit = {
                    get("/") {
                        val ring = ByteRing.ofCapacity(10_000)
                        channels.complete(Writing(ring.writer()) { endless() })
                        call.respond(ring.reader().asByteReadChannel())
                    }
                    get("/copied") {
                        val ring = ByteRing.ofCapacity(10_000)
                        copies.complete(Writing(ring.writer()) { endless() })
                        call.respondBytesWriter { ring.reader().use { it.copyTo(this) } }
                    }
                }
                serving(engine, routes) {
                    for (path in listOf("/", "/copied")) {
                        withContext(Dispatchers.IO) {
                            socket().use { socket ->
                                socket
                                    .getOutputStream()
                                    .write("GET $path HTTP/1.1\r\nHost: x\r\n\r\n".toByteArray())
                                socket.getInputStream().readNBytes(100_000)
                                socket.setSoLinger(true, 0)
                            }
                        }
                    }
                    channels.await().result().shouldBeInstanceOf<RingAbandonedException>()
                    copies.await().result().shouldBeInstanceOf<RingAbandonedException>()
                }
            }

            test("$name: clients that do not read hold up their writers, in bounded memory") {
                val rings = List(CLIENTS) { ByteRing.ofCapacity(10_000) }
                val writings = List(CLIENTS) { CompletableFuture<Writing>() }
                val routes: Route.() -> Unit = {
                    get("/{i}") {
                        val i = call.parameters["i"]!!.toInt()
                        writings[i].complete(Writing(rings[i].writer()) { endless() })
                        call.respond(rings[i].reader().asByteReadChannel())
                    }
                    get("/") { call.respondText("on") }
                }
                serving(engine, routes) {
                    val clients =
                        withContext(Dispatchers.IO) {
                            List(CLIENTS) { i ->
                                socket().apply {
                                    getOutputStream()
                                        .write("GET /$i HTTP/1.1\r\nHost: x\r\n\r\n".toByteArray())
                                    getInputStream().readNBytes(100_000)
                                }
                            }
                        }
                    atRest { rings.sumOf { it.writer().position() } } shouldBeLessThan
                        CLIENTS * 16L * MEBIBYTE
                    // they wait, and hold up nobody else
                    client.get(url).bodyAsText() shouldBe "on"
                    withContext(Dispatchers.IO) {
                        for (client in clients) {
                            client.setSoLinger(true, 0)
                            client.close()
                        }
                    }
                    for (writing in writings) {
                        writing.await().result().shouldBeInstanceOf<RingAbandonedException>()
                    }
                }
            }

            test("$name: a WebSocket is fed from a ring, and feeds another") {
                val routes: Route.() -> Unit = {
                    webSocket("/") {
                        // echoes, through a ring
                        val ring = ByteRing.ofCapacity(100)
                        launchReader(ring.reader()) { reader ->
                            val channel = reader.asByteReadChannel()
                            val some = ByteArray(64)
                            while (true) {
                                val count = channel.readAvailable(some)
                                if (count < 0) break
                                send(some.copyOf(count))
                            }
                            close()
                        }
                        ring.writer().use { writer ->
                            for (frame in incoming) {
                                val bytes = frame.readBytes()
                                if (bytes.isEmpty()) break
                                writer.writeFully(bytes)
                            }
                        }
                        coroutineContext.job.children.toList().joinAll()
                    }
                }
                serving(engine, routes) {
                    client.webSocket("ws://127.0.0.1:$port/") {
                        val sent = Random(5).nextBytes(20_000)
                        launch {
                            for (part in sent.toList().chunked(777)) send(part.toByteArray())
                            send(ByteArray(0))
                        }
                        var got = ByteArray(0)
                        for (frame in incoming) if (frame is Frame.Binary) got += frame.readBytes()
                        got.contentEquals(sent) shouldBe true
                    }
                }
            }
        }

        // The Netty engine may send a last chunk all the same.
        test("a writer that fails cuts the response short: no last chunk comes") {
            val routes: Route.() -> Unit = {
                get("/") {
                    val ring = ByteRing.ofCapacity(1000)
                    thread {
                        val writer = BlockingWriter.of(ring.writer())
                        writer.write(ByteArray(5000))
                        writer.close(IllegalStateException("half of it"))
                    }
                    call.respond(ring.reader().asByteReadChannel())
                }
            }
            serving(ENGINES.getValue("CIO"), routes) {
                val response =
                    withContext(Dispatchers.IO) {
                        socket().use { socket ->
                            socket
                                .getOutputStream()
                                .write(
                                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                        .toByteArray()
                                )
                            socket.getInputStream().readAllBytes().decodeToString()
                        }
                    }
                response.endsWith("0\r\n\r\n") shouldBe false
            }
        }

        test("a download is read by a thread, and a failing one is told as a failure") {
            val bytes = Random(6).nextBytes(MEBIBYTE)
            val routes: Route.() -> Unit = {
                get("/") { call.respond(ByteReadChannel(bytes)) }
            }
            serving(ENGINES.getValue("CIO"), routes) {
                val ring = ByteRing.ofCapacity(10_000)
                val read = CompletableFuture<ByteArray>()
                thread {
                    read.complete(BlockingReader.of(ring.reader()).inputStream().readAllBytes())
                }
                ring.writer().use { writer ->
                    client.prepareGet(url).execute { it.bodyAsChannel().copyTo(writer) }
                }
                read.await().contentEquals(bytes) shouldBe true
            }
        }
    })
