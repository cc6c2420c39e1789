package io.bytering.cli.streams

import io.bytering.cli.failures.Failure
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.BasicFileAttributes

/**
 * Refuses a standard output that is a file which is read, further on, as `cat` does: it would read
 * its own output, for ever.
 *
 * @param file the name of what is read
 * @param called what it is in a message
 * @param position where it is read
 */
fun refuseOwnInput(file: String, called: String, position: () -> Long, output: FileChannel) {
    val from = fileAt(file) ?: return
    if (from == fileAt("/dev/stdout") && position() < output.position())
        throw Failure("standard output: is the file $called")
}

/** What tells a file from any other, or null for what is no file. */
private fun fileAt(name: String): Any? =
    try {
        val attributes = Files.readAttributes(Path.of(name), BasicFileAttributes::class.java)
        if (attributes.isRegularFile) attributes.fileKey() else null
    } catch (_: IOException) {
        null // this system has no such name, or it stands for nothing that has a name
    }
