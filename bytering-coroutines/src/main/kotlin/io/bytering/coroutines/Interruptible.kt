@file:JvmName("InterruptibleIO")
@file:JvmSynthetic

package io.bytering.coroutines

import java.io.InterruptedIOException
import java.nio.channels.ClosedByInterruptException
import java.nio.channels.FileLockInterruptionException
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.runInterruptible

/**
 * Calls blocking code, and interrupts its thread when the coroutine is cancelled: as
 * [runInterruptible], but for code that does I/O.
 *
 * What waits for I/O tells an interrupt by an `IOException` and not by an [InterruptedException]:
 * [InterruptedIOException], as blocking calls on rings do, or [ClosedByInterruptException], as
 * channels do. `runInterruptible` takes that for a failure, and so a cancellation, a time limit or
 * a reader that is closed fails the whole scope. Here it is the cancellation that it is, also where
 * code in between has wrapped it. An interrupt that comes from elsewhere, and any other exception,
 * is thrown as it is.
 *
 * An interrupted call on a ring loses nothing. A channel that is an
 * [InterruptibleChannel][java.nio.channels.InterruptibleChannel] (a socket, a file, a pipe) is
 * closed by the interrupt. Code that ignores interrupts is waited for.
 *
 * ```
 * suspend fun copy(source: ScatteringByteChannel, sink: GatheringByteChannel): Unit =
 *     withContext(Dispatchers.IO) {
 *         val reader =
 *             produceBytes(64 * 1024) { writer ->
 *                 while (writer.awaitWritable()) {
 *                     if (runInterruptibleIO { writer.transferFrom(source) } < 0) break
 *                 }
 *             }
 *         reader.use { while (it.awaitReadable()) runInterruptibleIO { it.transferTo(sink) } }
 *     }
 * ```
 *
 * @param context where to call it; default: the caller's
 * @param block may block its thread; called once
 * @return what the block returned
 * @throws CancellationException if the coroutine was cancelled, and the block ended by that
 */
public suspend fun <T> runInterruptibleIO(
    context: CoroutineContext = EmptyCoroutineContext,
    block: () -> T,
): T =
    try {
        runInterruptible(context, block)
    } catch (e: Throwable) {
        if (e.causes().any(::tellsOfCancellation)) currentCoroutineContext().ensureActive()
        throw e
    }

private fun tellsOfCancellation(e: Throwable) =
    e is CancellationException ||
        e is InterruptedIOException ||
        e is ClosedByInterruptException ||
        e is FileLockInterruptionException ||
        e is InterruptedException

/** This and what it was caused by, which may go round in circles. */
internal fun Throwable.causes(): Sequence<Throwable> = generateSequence(this) { it.cause }.take(50)
