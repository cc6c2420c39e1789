package io.bytering.cli.streams

import io.bytering.cli.failures.Failure
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** How much a file has left to read, or null for anything that is not a file with a size. */
fun FileChannel.bytesLeft(): Long? =
    try {
        (size() - position()).takeIf { it > 0 }
    } catch (_: IOException) {
        null // pipes and sockets have neither
    }

/** The file of that name. */
fun pathOf(text: String): Path =
    try {
        if (text.isEmpty()) throw Failure("'' is not the name of a file")
        Path.of(text)
    } catch (e: InvalidPathException) {
        throw Failure("$text: ${e.reason}")
    }
