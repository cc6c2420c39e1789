package io.bytering.cli.relay

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.required
import io.bytering.cli.failures.Interruption
import io.bytering.cli.failures.asFailure
import io.bytering.cli.failures.guarded
import io.bytering.cli.options.RingOptions
import io.bytering.cli.terminal.StandardError
import io.bytering.cli.terminal.complain
import java.net.InetSocketAddress

/** TCP connections, passed on to another server. */
class RelayCommand : CoreCliktCommand("relay") {
    private val listen by
        option("--listen", help = "Where to listen; without a host, on every address.")
            .convert("port|host:port") { endpoint("--listen", it, 0, defaultHost = "0.0.0.0") }
            .required()

    private val target by
        option("--to", help = "Where each connection is passed on to.")
            .convert("host:port") { endpoint("--to", it, 1, defaultHost = null) }
            .required()

    private val ringOptions by
        RingOptions("64K", "Size of each connection's two rings, from 1 byte to 1G.")

    private val stats by
        option(
                "--stats",
                help =
                    "Show connections, bytes, rates, how often each side waited, the fullest ring.",
            )
            .flag()

    override fun help(context: Context) =
        """
        Passes TCP connections on to another server.

        Each direction gets a ring of its own with its first byte. The end of a stream is
        passed on, and so is a reset. Ctrl-C stops listening and reading, delivers the
        bytes that were read, and exits.
        """
            .trimIndent()

    override fun run() {
        ringOptions.ring().close() // one on trial: what is wrong with it shows now
        val relay =
            guarded(name(listen)) {
                val size = ringOptions.size.toInt()
                Relay(listen, Dialer(target), size, ringOptions.storage, ::complain)
            }
        complain("listening on ${name(relay.address)}, passing on to ${name(target)}")
        val live = if (stats) RelayLine.show(StandardError.detect(), relay.stats) else null
        Interruption.during(
            cutShort = {
                val drained = relay.drain(DRAIN_MILLIS)
                val left = relay.stats.open
                live?.close()
                relay.close()
                val rest = if (drained) "all passed on" else "$left connections had to be reset"
                complain("interrupted, $rest")
                if (stats) relay.stats.summary().forEach(System.err::println)
                null
            }
        ) {
            throw relay.awaitFailure().asFailure("relay")
        }
    }

    private companion object {
        const val DRAIN_MILLIS = 5_000L

        fun name(address: InetSocketAddress): String {
            val anywhere = address.address?.isAnyLocalAddress == true
            return "${if (anywhere) "*" else address.hostString}:${address.port}"
        }

        fun endpoint(
            option: String,
            text: String,
            firstPort: Int,
            defaultHost: String?,
        ): InetSocketAddress {
            val host = text.substringBeforeLast(':', "").removeSurrounding("[", "]")
            val port = text.substringAfterLast(':').toIntOrNull()?.takeIf { it in firstPort..65535 }
            if (port == null || (host.isEmpty() && defaultHost == null)) {
                val wanted = if (defaultHost == null) "host:port" else "port or host:port"
                throw UsageError(
                    "$option $text: must be $wanted, with a port from $firstPort to 65535"
                )
            }
            return InetSocketAddress.createUnresolved(host.ifEmpty { defaultHost }, port)
        }
    }
}
