package io.bytering.cli.pipe

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.RawOption
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import io.bytering.cli.failures.guarded
import io.bytering.cli.options.ByteSize
import io.bytering.cli.options.RingOptions
import io.bytering.cli.options.size
import io.bytering.cli.options.waitOption
import io.bytering.cli.progress.Waits
import io.bytering.cli.streams.Hash
import io.bytering.cli.streams.Inputs
import io.bytering.cli.streams.Limits
import io.bytering.cli.streams.Named
import io.bytering.cli.streams.Pace
import io.bytering.cli.streams.TcpEnd
import io.bytering.cli.streams.Transfer
import io.bytering.cli.streams.enlargePipeBuffers
import io.bytering.cli.terminal.complain
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel

/** Standard input to standard output. */
class PipeCommand : CoreCliktCommand("pipe") {
    private val files by
        argument("file", completionCandidates = CompletionCandidates.Path)
            .help("What to read; - or none is standard input.")
            .multiple()
    private val from by
        option(
                "--from",
                help = "Read from tcp://HOST:PORT, or listen on tcp://:PORT.",
            )
            .tcpEnd()
    private val to by
        option("--to", help = "Write to tcp://HOST:PORT, or listen on tcp://:PORT.").tcpEnd()
    private val size by
        option("-s", "--size", help = "Bytes to expect, for percent and time left.")
            .size(0..Long.MAX_VALUE)
    private val stopAtSize by
        option("-S", "--stop-at-size", help = "End after as many bytes as --size says.").flag()
    private val rate by
        option("-L", "--rate-limit", help = "Write at most so many bytes a second.")
            .size(1..Long.MAX_VALUE)
    private val startLevel by
        option(
                "-P",
                "--start-level",
                help = "An empty ring is filled so far before it is written.",
            )
            .percent()
            .default(0)
    private val stopLevel by
        option(
                "-p",
                "--stop-level",
                help = "A full ring is emptied so far before more is read.",
            )
            .percent()
            .default(100)
    private val hashes by
        option("--hash", help = "Print a hash at the end: SHA-256, MD5, ... Repeatable.")
            .convert("algorithm") { name ->
                Hash.of(name)
                    ?: throw UsageError(
                        "--hash $name: must be one of ${Hash.names().joinToString()}"
                    )
            }
            .multiple()
    private val meterOptions by MeterOptions()
    private val ringOptions by RingOptions("4M")
    private val wait by waitOption()

    override fun help(context: Context) =
        """
        Passes bytes on, and tells which side is slow.

        Reads standard input or files, and writes standard output. Where that is shown, it
        tells how long the reader made the writer wait, or the other way round. (The writer
        is where the bytes come from, the reader where they go.)
        """
            .trimIndent()

    override fun run() {
        if (stopAtSize && size == null) throw misused("-S needs --size")
        if (from != null && files.isNotEmpty())
            throw misused("--from takes the place of ${files.first()}")
        val inputs = if (from == null) Inputs(files.ifEmpty { listOf("-") }) else null
        val sink = sink(inputs)
        val source = Named(from?.toString() ?: "standard input", source(inputs))
        val pace = rate?.let { Pace(it) }
        val limits =
            Limits(pace, size?.takeIf { stopAtSize } ?: Long.MAX_VALUE, startLevel, stopLevel)
        val transfer =
            Transfer(
                source,
                sink,
                ringOptions.ringOfPieces(),
                wait,
                limits,
                Waits(),
                whenMuch = ::enlargePipeBuffers,
            )
        meterOptions.show(
            transfer,
            size ?: inputs?.bytesLeft(),
            cutShort = { "interrupted after ${ByteSize.format(transfer.moved)}" },
        ) {
            transfer.run()
            if (to != null) guarded(sink.name) { sink.channel.close() }
        }
        for (hash in hashes) complain("${hash.algorithm} ${hash.hex()}")
    }

    private fun misused(message: String) = UsageError(message).also { it.context = currentContext }

    private fun sink(inputs: Inputs?): Named<GatheringByteChannel> {
        to?.let {
            return Named("$it", it.open())
        }
        val output = FileOutputStream(FileDescriptor.out).channel
        inputs?.refuseAsOutput(output)
        return Named("standard output", output)
    }

    private fun source(inputs: Inputs?): ScatteringByteChannel =
        hashes.fold(inputs ?: from!!.open()) { channel, hash -> hash.over(channel) }

    private fun RawOption.tcpEnd() =
        convert("tcp://host:port") {
            TcpEnd.parse(it)
                ?: throw UsageError(
                    "${option.names.last()} $it: must be tcp://HOST:PORT or tcp://:PORT, with a port up to 65535"
                )
        }

    private fun RawOption.percent() =
        convert("percent") { text ->
            text.removeSuffix("%").toIntOrNull()?.takeIf { it in 0..100 }
                ?: throw UsageError("${option.names.last()} $text: must be percent, from 0 to 100")
        }
}
