package io.bytering.cli.pipe

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.option
import io.bytering.cli.options.ByteSize
import io.bytering.cli.options.RingOptions
import io.bytering.cli.options.size
import io.bytering.cli.options.waitOption
import io.bytering.cli.progress.ProgressOptions
import io.bytering.cli.streams.Named
import io.bytering.cli.streams.Transfer
import io.bytering.cli.streams.bytesLeft
import io.bytering.cli.streams.enlargePipeBuffers
import io.bytering.cli.streams.refuseOwnInput
import java.io.FileDescriptor
import java.io.FileInputStream
import java.io.FileOutputStream

/** Standard input to standard output. */
class PipeCommand : CoreCliktCommand("pipe") {
    private val ringOptions by RingOptions("4M")
    private val wait by waitOption()
    private val progressOptions by ProgressOptions()
    private val size by
        option("-s", "--size", help = "Bytes to expect, for percent and time left.")
            .size(0..Long.MAX_VALUE)

    override fun help(context: Context) = "Passes standard input on to standard output."

    override fun run() {
        enlargePipeBuffers()
        val input = FileInputStream(FileDescriptor.`in`).channel
        val output = FileOutputStream(FileDescriptor.out).channel
        refuseOwnInput(input, output)
        val transfer =
            Transfer(
                Named("standard input", input),
                Named("standard output", output),
                ringOptions.ring(),
                wait,
            )
        progressOptions.show(
            transfer,
            size ?: input.bytesLeft(),
            cutShort = { "interrupted after ${ByteSize.format(transfer.moved)}" },
        ) {
            transfer.run()
        }
    }
}
