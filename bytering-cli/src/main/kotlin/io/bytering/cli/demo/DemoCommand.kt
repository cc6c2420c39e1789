package io.bytering.cli.demo

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.option
import io.bytering.ByteRing
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.guarded
import io.bytering.cli.failures.runAll
import io.bytering.cli.options.ByteSize
import io.bytering.cli.options.RingOptions
import io.bytering.cli.options.size
import io.bytering.cli.options.waitOption
import io.bytering.cli.progress.Gauge
import io.bytering.cli.progress.Progress
import io.bytering.cli.progress.ProgressOptions
import io.bytering.cli.terminal.StandardOutput
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.util.Locale

/** Everything at once, on one machine and without any preparation. */
class DemoCommand : CoreCliktCommand("demo") {
    private val bytes by
        option("--bytes", help = "How many bytes to send each way.")
            .size(0..Long.MAX_VALUE / 2)
            .default(512L shl 20, "512M")
    private val ringOptions by
        RingOptions("1M", "Size of each of the four rings, from 1 byte to 1G.")
    private val wait by waitOption()
    private val progressOptions by ProgressOptions()

    override fun help(context: Context) =
        "Streams over TCP within this machine, through four rings, and checks every byte."

    override fun run() {
        val loopback = InetAddress.getLoopbackAddress()
        val rings = List(4) { ringOptions.ring() }
        StandardOutput.say(
            """
            A TCP server and its client on ${loopback.hostAddress} send ${ByteSize.exact(bytes)} to
            each other. Each byte is made in one ring of ${ByteSize.exact(rings[0].capacity().toLong())}, sent
            from there, and received into another.
            """
                .trimIndent()
        )
        val both =
            guarded("loopback") {
                ServerSocketChannel.open().bind(InetSocketAddress(loopback, 0)).use { listener ->
                    SocketChannel.open(listener.localAddress).use { client ->
                        listener.accept().use { server -> stream(client, server, rings) }
                    }
                }
            }
        StandardOutput.say(report(both))
        both
            .firstOrNull { !it.agrees }
            ?.let { throw Failure("${it.name}: the bytes that came are not those that went") }
        StandardOutput.say("All bytes agree.")
    }

    private fun stream(
        client: SocketChannel,
        server: SocketChannel,
        rings: List<ByteRing>,
    ): List<DemoStream> {
        val both =
            listOf(
                DemoStream("client to server", bytes, client, server, rings[0], rings[1], wait),
                DemoStream("server to client", bytes, server, client, rings[2], rings[3], wait),
            )
        val gauge =
            object : Gauge {
                override val moved: Long
                    get() = both.sumOf { it.moved }

                override val fills: List<Double>
                    get() = both.flatMap { it.fills }
            }
        progressOptions.show(
            gauge,
            2 * bytes,
            cutShort = { "interrupted after ${ByteSize.format(gauge.moved)}" },
            summary = false,
        ) {
            runAll(both.flatMap { it.work }, uses = listOf(client, server))
        }
        return both
    }

    private fun report(both: List<DemoStream>): String {
        val lines = both.map {
            """
            |  ${it.name}  ${Progress.summary(it.moved, it.nanos)}
            |    CRC32C %08x sent, %08x received
            """
                .trimMargin()
                .format(Locale.ROOT, it.sumSent.value, it.sumReceived.value)
        }
        val total = Progress.summary(both.sumOf { it.moved }, both.maxOf { it.nanos })
        val waits = "%,d".format(Locale.ROOT, both.sumOf { it.waits })
        return lines.joinToString("\n", "\n", "\n\n") +
            "Together $total.\nOne side waited for the other $waits times."
    }
}
