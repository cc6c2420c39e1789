package io.bytering.cli.streams

import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.asFailure
import io.bytering.cli.failures.guarded
import io.bytering.cli.terminal.complain
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.net.URISyntaxException
import java.net.UnknownHostException
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel

/**
 * One connection: `tcp://HOST:PORT` connects, `tcp://:PORT` waits for the first that comes.
 *
 * @property host null to listen on every address
 */
class TcpEnd private constructor(private val host: String?, private val port: Int) {
    /** @throws Failure if there is no connection */
    fun open(): SocketChannel = if (host == null) accept() else connect(host)

    override fun toString() = "tcp://${host.orEmpty()}:$port"

    private fun accept(): SocketChannel =
        guarded("$this") {
            ServerSocketChannel.open().use { listener ->
                listener.bind(InetSocketAddress(port), 1)
                if (port == 0)
                    complain(
                        "listening on port ${(listener.localAddress as InetSocketAddress).port}"
                    )
                listener.accept()
            }
        }

    /** To the first of its addresses that answers. */
    private fun connect(host: String): SocketChannel {
        var problem: IOException? = null
        val addresses =
            try {
                InetAddress.getAllByName(host)
            } catch (_: UnknownHostException) {
                throw Failure("$this: no such host")
            }
        for (address in addresses) {
            val channel = SocketChannel.open()
            try {
                channel.connect(InetSocketAddress(address, port))
                return channel
            } catch (e: IOException) {
                channel.close()
                problem = problem ?: e
            }
        }
        throw problem!!.asFailure("$this")
    }

    companion object {
        /** @return null if it is no such thing */
        fun parse(text: String): TcpEnd? {
            if (!text.startsWith(SCHEME)) return null
            val listening =
                text.removePrefix(SCHEME).removePrefix(":").takeIf {
                    it.length < text.length - SCHEME.length
                }
            if (listening != null)
                return listening.toIntOrNull()?.takeIf { it in 0..LAST }?.let { TcpEnd(null, it) }
            val uri =
                try {
                    URI(text).parseServerAuthority()
                } catch (_: URISyntaxException) {
                    return null
                }
            val plain =
                uri.rawPath.isEmpty() &&
                    uri.rawQuery == null &&
                    uri.rawFragment == null &&
                    uri.rawUserInfo == null
            return if (plain && uri.host != null && uri.port in 1..LAST) TcpEnd(uri.host, uri.port)
            else null
        }

        private const val SCHEME = "tcp://"
        private const val LAST = 65535
    }
}
