package io.bytering.ktor

import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO as CioClient
import io.ktor.client.plugins.websocket.WebSockets as ClientWebSockets
import io.ktor.server.application.install
import io.ktor.server.cio.CIO
import io.ktor.server.engine.ApplicationEngine
import io.ktor.server.engine.ApplicationEngineFactory
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.routing.Route
import io.ktor.server.routing.routing
import io.ktor.server.websocket.WebSockets
import java.net.InetAddress
import java.net.Socket

/** The engines that the tests are run on. */
internal val ENGINES: Map<String, ApplicationEngineFactory<ApplicationEngine, *>> =
    mapOf("CIO" to CIO, "Netty" to Netty)

internal class Served(val port: Int, val client: HttpClient) {
    val url = "http://127.0.0.1:$port/"

    /** A client that says what it likes. */
    fun socket() = Socket(InetAddress.getLoopbackAddress(), port)
}

/** A server and a client, for as long as the block takes. */
internal suspend fun serving(
    engine: ApplicationEngineFactory<ApplicationEngine, *>,
    routes: Route.() -> Unit,
    block: suspend Served.() -> Unit,
) {
    val server =
        embeddedServer(engine, port = 0, host = "127.0.0.1") {
            install(WebSockets)
            routing(routes)
        }
    server.startSuspend(wait = false)
    try {
        HttpClient(CioClient) {
                install(ClientWebSockets)
                engine { requestTimeout = 0 }
            }
            .use { client ->
                Served(server.engine.resolvedConnectors().first().port, client).block()
            }
    } finally {
        server.stopSuspend(0, 1000)
    }
}
