package io.bytering.cli.failures

import java.io.IOException
import java.nio.channels.ClosedByInterruptException
import java.nio.file.AccessDeniedException
import java.nio.file.FileSystemException
import java.nio.file.NoSuchFileException

/** What a shell sees. Above 128 it is 128 plus the signal that would have ended another program. */
object ExitCode {
    const val DONE = 0
    const val FAILED = 1
    const val USAGE = 2
    const val DOWNSTREAM_CLOSED = 141 // SIGPIPE
}

/** Something that can be expected to happen, told in one line. */
class Failure(message: String, val exitCode: Int = ExitCode.FAILED) :
    Exception(message, null, false, false)

/**
 * The one line for what happened to [name], a file or a stream; also for what nobody expects, which
 * must not pass for success either.
 */
fun Throwable.asFailure(name: String): Failure =
    when (this) {
        !is IOException -> Failure("$name: $this")
        is NoSuchFileException -> Failure("$name: no such file or directory")
        is AccessDeniedException -> Failure("$name: permission denied")
        is FileSystemException -> Failure("$name: ${lower(reason ?: "could not be used")}")
        is ClosedByInterruptException -> Failure("$name: interrupted")
        else ->
            when (message) {
                // the words of the operating system for EPIPE
                "Broken pipe" ->
                    Failure("$name was closed by the program behind it", ExitCode.DOWNSTREAM_CLOSED)
                else -> Failure("$name: ${inLowerCase()}")
            }
    }

/** Runs it; an [IOException] becomes the one line about [name]. */
inline fun <T> guarded(name: String, action: () -> T): T =
    try {
        action()
    } catch (e: IOException) {
        throw e.asFailure(name)
    }

/** What it says, as the second half of a sentence. */
fun IOException.inLowerCase(): String = lower(message ?: javaClass.simpleName)

private fun lower(text: String): String = text.replaceFirstChar { it.lowercaseChar() }
