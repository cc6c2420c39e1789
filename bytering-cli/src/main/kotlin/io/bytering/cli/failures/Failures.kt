package io.bytering.cli.failures

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.ClosedByInterruptException
import java.nio.channels.Pipe
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
        is Failure -> this
        is OutOfMemoryError -> Failure("$name: ${inWords()}")
        !is IOException -> Failure("$name: $this")
        is NoSuchFileException -> Failure("$name: no such file or directory")
        is AccessDeniedException -> Failure("$name: permission denied")
        is ClosedByInterruptException -> Failure("$name: interrupted")
        else ->
            if (isOfBrokenPipe)
                Failure("$name was closed by the program behind it", ExitCode.DOWNSTREAM_CLOSED)
            else Failure("$name: ${inLowerCase()}")
    }

/** Runs it; an [IOException] becomes the one line about [name]. */
inline fun <T> guarded(name: String, action: () -> T): T =
    try {
        action()
    } catch (e: IOException) {
        throw e.asFailure(name)
    }

/** Whether what it was written to is read by nobody any more. */
val IOException.isOfBrokenPipe: Boolean
    get() = message != null && message == brokenPipe

/** What it says, as the second half of a sentence. */
fun IOException.inLowerCase(): String =
    when (this) {
        is FileSystemException -> lower(reason ?: "could not be used")
        else -> lower(message ?: javaClass.simpleName)
    }

/** Java calls it the same when there is no memory and when there is no thread. */
fun OutOfMemoryError.inWords(): String =
    if (isOfThreads) "the system has no thread left, or no memory for its stack"
    else "not enough memory (${lower(message ?: "no more is known")})"

val OutOfMemoryError.isOfThreads: Boolean
    get() = "thread" in message.orEmpty()

private fun lower(text: String): String = text.replaceFirstChar { it.lowercaseChar() }

/**
 * What the operating system says when nobody reads a pipe, in the language of its user: Java gives
 * the words only, not the number of the error.
 */
private val brokenPipe: String? by lazy {
    val pipe =
        try {
            Pipe.open()
        } catch (_: IOException) {
            return@lazy null // no more files: then that is what failed
        }
    pipe.source().close()
    pipe.sink().use { sink ->
        try {
            sink.write(ByteBuffer.allocate(1))
            null
        } catch (e: IOException) {
            e.message
        }
    }
}
