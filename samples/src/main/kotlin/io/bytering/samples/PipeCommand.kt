package io.bytering.samples

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.option
import java.io.FileDescriptor
import java.io.FileInputStream
import java.io.FileOutputStream
import java.io.IOException
import java.nio.channels.FileChannel
import kotlin.concurrent.thread

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

private const val PIPE_BUFFER = 1 shl 20

/** Bytes flow already meanwhile: to be able to call the operating system takes a moment. */
fun enlargePipeBuffers() {
    thread(name = "pipe buffers", isDaemon = true) { PipeBuffers.enlarge(PIPE_BUFFER) }
}

/** How much a file has left to read, or null for anything that is not a file with a size. */
fun FileChannel.bytesLeft(): Long? =
    try {
        (size() - position()).takeIf { it > 0 }
    } catch (_: IOException) {
        null // pipes and sockets have neither
    }
