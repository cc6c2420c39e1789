package io.bytering.cli.copy

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.guarded
import io.bytering.cli.options.RingOptions
import io.bytering.cli.options.waitOption
import io.bytering.cli.progress.ProgressOptions
import io.bytering.cli.streams.Named
import io.bytering.cli.streams.Transfer
import io.bytering.cli.streams.bytesLeft
import io.bytering.cli.streams.pathOf
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.READ

/** One file to another, which appears under its name when it is complete. */
class CopyCommand : CoreCliktCommand("copy") {
    private val from by argument("src").help("The file to read.")
    private val to by argument("dst").help("The file to write, or a folder to write it into.")
    private val verify by
        option("--verify", help = "Read the target back and compare both SHA-256 sums.").flag()
    private val ringOptions by RingOptions("4M")
    private val wait by waitOption()
    private val progressOptions by ProgressOptions()

    override fun help(context: Context) =
        """
        Copies a file.

        The target keeps what it was until the copy is complete and on disk; then
        it is replaced in one step. Devices and named pipes are written to directly.
        """
            .trimIndent()

    override fun run() {
        val source = pathOf(from)
        if (Files.isDirectory(source)) throw Failure("$from: is a directory")
        guarded(from) { FileChannel.open(source, READ) }
            .use { input ->
                guarded(to) { CopyTarget.of(source, pathOf(to), to.endsWith('/')) }
                    .use { target -> copy(input, target) }
            }
    }

    private fun copy(input: FileChannel, target: CopyTarget) {
        if (verify && !target.isFile)
            throw Failure("${target.name}: can't be read back for --verify")
        val digest = if (verify) Sha256() else null
        val transfer =
            Transfer(
                Named(from, digest?.over(input) ?: input),
                Named(target.name, target.channel),
                ringOptions.ring(),
                wait,
            )
        var sum = ""
        progressOptions.show(
            transfer,
            input.bytesLeft(),
            cutShort = { "interrupted; ${target.abandon()}" },
        ) {
            transfer.run()
            sum = digest?.hex().orEmpty()
            guarded(target.name) { target.finish { if (verify) compare(sum, it, target.name) } }
        }
        if (verify) println("$sum  $from\n$sum  ${target.name}")
    }

    private fun compare(expected: String, written: Path, name: String) {
        val found = Sha256.of(written)
        if (found != expected) {
            throw Failure(
                "$name: not kept, as it came back with SHA-256 $found instead of $expected"
            )
        }
    }
}
