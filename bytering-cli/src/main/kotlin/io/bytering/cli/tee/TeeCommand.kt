package io.bytering.cli.tee

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.ProgramResult
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import io.bytering.cli.failures.ExitCode
import io.bytering.cli.options.ByteSize
import io.bytering.cli.options.RingOptions
import io.bytering.cli.options.waitOption
import io.bytering.cli.progress.ProgressOptions
import io.bytering.cli.streams.Named
import io.bytering.cli.streams.bytesLeft
import io.bytering.cli.streams.enlargePipeBuffers
import io.bytering.cli.streams.pathOf
import io.bytering.cli.terminal.complain
import java.io.FileDescriptor
import java.io.FileInputStream
import java.io.FileOutputStream
import java.nio.channels.FileChannel
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.TRUNCATE_EXISTING
import java.nio.file.StandardOpenOption.WRITE

/** Standard input to standard output and to files. */
class TeeCommand : CoreCliktCommand("tee") {
    private val files by
        argument("file", completionCandidates = CompletionCandidates.Path)
            .help("A file to write.")
            .multiple()
    private val lossy by
        option(
                "--lossy",
                metavar = "file",
                help = "A file that may miss bytes, so that no other waits for it. Repeatable.",
                completionCandidates = CompletionCandidates.Path,
            )
            .multiple()
    private val append by
        option("-a", "--append", help = "Append to the files, keep what they have.").flag()
    private val outlivePipes by
        option("-p", help = "Go on when a program behind a pipe stops reading.").flag()
    private val ringOptions by RingOptions("4M")
    private val wait by waitOption()
    private val progressOptions by ProgressOptions(onlyIfAsked = true)

    override fun help(context: Context) =
        """
        Passes standard input on to standard output and to files.

        Each output has its own speed, within the size of the ring; the slowest sets the
        pace, lossy ones excepted. A file that fails is reported, and the others go on;
        at the end the exit code is 1. When a program behind a pipe stops reading, the
        others still get what the ring holds; then the command exits with 141.
        """
            .trimIndent()

    override fun run() {
        enlargePipeBuffers()
        val input = FileInputStream(FileDescriptor.`in`).channel
        val outputs =
            listOf(TeeOutput("standard output", open = ::standardOutput)) +
                files.map { file(it, lossy = false) } +
                lossy.map { file(it, lossy = true) }
        val ring = ringOptions.broadcastRing(history = lossy.isNotEmpty())
        val source = Named<ScatteringByteChannel>("standard input", input)
        val tee = ringOptions.made {
            val quiet = progressOptions.quiet
            Tee(
                source,
                outputs,
                ring,
                wait,
                outlivePipes,
                complain = ::complain,
                quiet = quiet,
            )
        }
        var exitCode = ExitCode.DONE
        progressOptions.show(tee, input.bytesLeft(), cutShort = { interrupted(tee) }) {
            exitCode = tee.run()
        }
        tee.losses().forEach(::complain)
        if (exitCode != ExitCode.DONE) throw ProgramResult(exitCode)
    }

    private fun interrupted(tee: Tee): String {
        tee.stop(STOP_MILLIS)
        tee.losses().forEach(::complain)
        return "interrupted after ${ByteSize.format(tee.moved)}"
    }

    private fun file(name: String, lossy: Boolean): TeeOutput {
        val path = pathOf(name)
        val how = if (append) APPEND else TRUNCATE_EXISTING
        return TeeOutput(name, lossy) { FileChannel.open(path, CREATE, WRITE, how) }
    }

    private fun standardOutput(): GatheringByteChannel {
        val output = FileOutputStream(FileDescriptor.out).channel
        return object : GatheringByteChannel by output {
            // If it were closed now, a file that is opened later could be taken for it.
            override fun close() = Unit
        }
    }

    private companion object {
        const val STOP_MILLIS = 1000L
    }
}
