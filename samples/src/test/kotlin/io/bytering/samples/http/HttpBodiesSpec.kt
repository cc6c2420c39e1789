package io.bytering.samples.http

import com.sun.net.httpserver.HttpServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.net.http.HttpClient
import kotlin.random.Random

class HttpBodiesSpec :
    FunSpec({
        val sent = Random(1).nextBytes(1_000_000)
        val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
        server.createContext("/") { exchange ->
            val got = exchange.requestBody.readAllBytes()
            val answer = if (got.isEmpty()) sent else "${got.size} bytes".encodeToByteArray()
            exchange.sendResponseHeaders(200, answer.size.toLong())
            exchange.responseBody.use { it.write(answer) }
        }
        server.start()
        afterSpec { server.stop(0) }
        val uri = URI("http://${server.address.hostString}:${server.address.port}/")

        test("what is written to the stream is uploaded") {
            val answer =
                HttpBodies.upload(HttpClient.newHttpClient(), uri) { out ->
                    for (i in sent.indices step 1000) out.write(sent, i, 1000)
                }
            answer shouldBe "1000000 bytes"
        }

        test("what is downloaded can be read from the stream") {
            HttpBodies.download(HttpClient.newHttpClient(), uri) shouldBe sent
        }
    })
