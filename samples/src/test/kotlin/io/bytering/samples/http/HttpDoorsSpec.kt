package io.bytering.samples.http

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.routing.routing
import okhttp3.OkHttpClient

/** OkHttp at one end, Ktor at the other. */
class HttpDoorsSpec :
    FunSpec({
        test("what a thread writes is sent, and what a server's thread writes is read") {
            val lines = List(10_000) { "line $it" }
            val server =
                embeddedServer(CIO, port = 0, host = "127.0.0.1") {
                    routing {
                        streams { out ->
                            val writer = out.bufferedWriter()
                            for (line in lines) writer.appendLine(line)
                            writer.flush()
                        }
                    }
                }
            server.startSuspend(wait = false)
            try {
                val url = "http://127.0.0.1:${server.engine.resolvedConnectors().first().port}"
                val client = OkHttpClient()
                client.upload("$url/lines") { sink ->
                    for (line in lines) sink.writeUtf8(line).writeUtf8("\n")
                } shouldBe "10000 lines"
                client.download("$url/report") { source ->
                    generateSequence { source.readUtf8Line() }.toList()
                } shouldBe lines
                client.dispatcher.executorService.shutdown()
                client.connectionPool.evictAll()
            } finally {
                server.stopSuspend(0, 1000)
            }
        }

        test("hello goes through the pipe") { hello() }
    })
