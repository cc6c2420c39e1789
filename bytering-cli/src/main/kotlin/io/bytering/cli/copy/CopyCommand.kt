package io.bytering.cli.copy

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.Interruption
import io.bytering.cli.failures.guarded
import io.bytering.cli.options.ByteSize
import io.bytering.cli.options.RingOptions
import io.bytering.cli.options.waitOption
import io.bytering.cli.progress.ProgressOptions
import io.bytering.cli.streams.Hash
import io.bytering.cli.streams.Named
import io.bytering.cli.streams.Transfer
import io.bytering.cli.streams.bytesLeft
import io.bytering.cli.streams.pathOf
import io.bytering.cli.terminal.StandardOutput
import java.nio.channels.FileChannel
import java.nio.channels.GatheringByteChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.READ

/** One file to another, which appears under its name when it is complete. */
class CopyCommand : CoreCliktCommand("copy") {
    private val from by
        argument("src", completionCandidates = CompletionCandidates.Path).help("The file to read.")
    private val to by
        argument("dst", completionCandidates = CompletionCandidates.Path)
            .help("The file to write, or a folder to write it into.")
    private val verify by
        option("--verify", help = "Read the target back and compare both SHA-256 sums.").flag()
    private val inPlace by
        option("--in-place", help = "Write into a target that exists, do not replace it.").flag()
    private val sync by
        option("--sync", help = "Wait until the copy is on disk before it replaces the target.")
            .flag()
    private val ringOptions by RingOptions("4M")
    private val wait by waitOption()
    private val progressOptions by ProgressOptions()

    override fun help(context: Context) =
        """
        Copies a file.

        The target keeps what it was until the copy is complete; then it is replaced in one
        step, and keeps its owner, group and permissions. A target with several hard links,
        or whose owner can't be kept, or in a folder that can't be written to, is written
        directly. So are devices, named pipes and /dev/stdout.
        """
            .trimIndent()

    override fun run() {
        val source = pathOf(from)
        if (Files.isDirectory(source)) throw Failure("$from: is a directory")
        guarded(from) { FileChannel.open(source, READ) }
            .use { input ->
                val target =
                    guarded(to) {
                        CopyTarget.of(source, pathOf(to), to.endsWith('/'), inPlace)
                    }
                if (verify && !target.isFile)
                    throw Failure("${target.name}: can't be read back for --verify")
                // From here on there may be something to clean up.
                Interruption.during({ interrupted(0, target) }) {
                    target.use { copy(input, it, guarded(target.name) { it.open() }) }
                }
            }
    }

    private fun copy(input: FileChannel, target: CopyTarget, output: GatheringByteChannel) {
        val digest = if (verify) Hash.sha256() else null
        val transfer =
            Transfer(
                Named(from, digest?.over(input) ?: input),
                Named(target.name, output),
                ringOptions.ringOfPieces(),
                wait,
                before = { if (!verify && output is SparseSink) output.copyFrom(input, it) },
            )
        var sum = ""
        progressOptions.show(
            transfer,
            input.bytesLeft(),
            cutShort = { interrupted(transfer.moved, target) },
        ) {
            transfer.run()
            sum = digest?.hex().orEmpty()
            guarded(target.name) {
                target.finish(output, sync) { if (verify) compare(sum, it, target.name) }
            }
        }
        if (verify) StandardOutput.say("$sum  $from\n$sum  ${target.name}")
    }

    private fun interrupted(moved: Long, target: CopyTarget): String {
        val left = target.abandon()
        return "interrupted after ${ByteSize.format(moved)}; $left"
    }

    private fun compare(expected: String, written: Path, name: String) {
        val found = Hash.sha256(written)
        if (found != expected) {
            throw Failure(
                "$name: not kept, as it came back with SHA-256 $found instead of $expected"
            )
        }
    }
}
