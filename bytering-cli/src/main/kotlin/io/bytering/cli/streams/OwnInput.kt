package io.bytering.cli.streams

import io.bytering.cli.failures.Failure
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.BasicFileAttributes

/**
 * Refuses a standard output that is the file on standard input, further on, as `cat` does: it would
 * read its own output, for ever.
 */
fun refuseOwnInput(input: FileChannel, output: FileChannel) {
    val from = fileAt("/dev/stdin") ?: return
    if (from == fileAt("/dev/stdout") && input.position() < output.position())
        throw Failure("standard output: is the file on standard input")
}

/** What tells a file from any other, or null for what is no file. */
private fun fileAt(name: String): Any? =
    try {
        val attributes = Files.readAttributes(Path.of(name), BasicFileAttributes::class.java)
        if (attributes.isRegularFile) attributes.fileKey() else null
    } catch (_: IOException) {
        null // this system has no such name, or it stands for nothing that has a name
    }
