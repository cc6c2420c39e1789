@file:JvmName("RingBuilders")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingReader
import io.bytering.RingWriter
import java.util.concurrent.atomic.AtomicReference
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.launch

/**
 * Launches a coroutine that writes into a new ring, as `produce` does for channels.
 *
 * **Endings.**
 * - When [block] and all it has launched are done, the writer is closed: the end of the stream.
 * - When it fails, the reader gets what was written before, then the very exception that the block,
 *   or a coroutine it has launched, failed with; and as with `produce` the scope fails too. In a
 *   supervisor scope only the reader gets it; if it is closed, or the writer was closed before, the
 *   [CoroutineExceptionHandler] gets it instead. When the block is cancelled, the cause is the
 *   [CancellationException].
 * - When the reader is closed, the block is cancelled, whether it waits for room, waits elsewhere
 *   or computes (then where it next looks). That is no failure, also where the block meets it as
 *   [RingAbandonedException]. Cancelling a coroutine that reads does not close the reader; so read
 *   within `use`.
 *
 * A block that blocks its thread is cancelled only if it looks for that: call blocking code by
 * [runInterruptibleIO], or the scope waits until the thread returns.
 *
 * The end of the stream tells the reader that all was written. To wait for the coroutine itself,
 * use [launchWriter], which returns its job. In the block, `awaitWritable(writer.maxClaim())` waits
 * until all was read.
 *
 * @param capacity the ring's room in bytes, from 1 to [ByteRing.MAX_CAPACITY]
 * @param context additional to that of the scope
 * @param block given the writer, which it may close early
 * @return the reader, for one coroutine or thread
 * @throws IllegalArgumentException if [capacity] is outside that range
 */
public fun CoroutineScope.produceBytes(
    capacity: Int,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(writer: RingWriter) -> Unit,
): RingReader = produceBytes(ByteRing.ofCapacity(capacity), context, block)

/**
 * As the other [produceBytes], into a ring of your own making: with other storage, for example.
 *
 * @param ring a fresh ring; its halves are no longer to be used but for what is returned
 * @param context additional to that of the scope
 * @param block given the writer, which it may close early
 * @return the reader of [ring], for one coroutine or thread
 * @throws IllegalStateException if [RingWriter.onAbandoned] was used on the ring
 */
public fun CoroutineScope.produceBytes(
    ring: ByteRing,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(writer: RingWriter) -> Unit,
): RingReader {
    launchWriter(ring.writer(), context, block)
    return ring.reader()
}

/**
 * Launches the coroutine of [produceBytes] for a writer that you have, of any ring, and returns its
 * job. All that [produceBytes] says holds. When the job has completed normally, the writer is
 * closed.
 *
 * @param writer from now on the coroutine's
 * @param context additional to that of the scope
 * @param block given [writer], which it may close early
 * @return to wait for the end by `join`, or to `cancel` the block
 * @throws IllegalStateException if [RingWriter.onAbandoned] was used on [writer]; nothing is
 *   launched
 */
public fun CoroutineScope.launchWriter(
    writer: RingWriter,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(writer: RingWriter) -> Unit,
): Job {
    val abandonment = Abandonment(writer)
    writer.onAbandoned(abandonment)
    if (writer.isAbandoned) writer.close() // the block will not even begin
    // not launch: a failure is the reader's to handle, as with produce, and not the thread's
    val job =
        async(context) {
            abandonment.cancels(coroutineContext.job)
            writeUntilAbandoned(writer, block)
            writer.close() // here, so that who joins the job finds it closed
        }
    job.invokeOnCompletion { cause ->
        abandonment.forget()
        writer.close(cause)
        if (cause != null && cause !is CancellationException && !writer.tells(cause)) {
            launch(context, UNDISPATCHED) {
                throw cause
            } // the reader can't be told: as launch does
        }
    }
    return job
}

/** Whether the reader will get the cause. */
private fun RingWriter.tells(cause: Throwable) = closeCause() === cause && !isAbandoned

/**
 * What the ring holds as long as it lives: so it must let go of a job that is over, and with it of
 * the block and all that the block knows.
 */
private class Abandonment(private val writer: RingWriter) : Runnable, AtomicReference<Any?>() {
    override fun run() {
        val job = getAndSet(ABANDONED)
        if (job is Job) job.cancel(abandoned(writer.failure()))
    }

    /** @throws CancellationException if the reader is closed already */
    fun cancels(job: Job) {
        if (!compareAndSet(null, job)) throw abandoned(writer.failure())
    }

    fun forget() {
        set(OVER)
    }

    override fun toString() = "the coroutine of a produceBytes or launchWriter"

    private companion object {
        const val ABANDONED = "abandoned"
        const val OVER = "over"
    }
}

/**
 * The block may notice before it is cancelled that the reader is gone: that must not fail the
 * scope.
 */
private suspend fun writeUntilAbandoned(
    writer: RingWriter,
    block: suspend CoroutineScope.(writer: RingWriter) -> Unit,
) {
    try {
        runWhole(writer, block)
    } catch (e: Throwable) {
        if (writer.isAbandoned && e.causes().any { it is RingAbandonedException }) {
            throw abandoned(e)
        }
        throw e
    }
}

private fun abandoned(cause: Throwable?) = CancellationException("the reader is closed", cause)

/**
 * Runs the block, and waits for what it has launched. Throws the very exception that either failed
 * with, where [coroutineScope] may throw a copy with a longer stack trace.
 */
private suspend fun <T> runWhole(half: T, block: suspend CoroutineScope.(half: T) -> Unit) {
    var cause: Throwable? = null
    try {
        coroutineScope {
            coroutineContext.job.invokeOnCompletion { cause = it }
            block(half)
        }
    } catch (e: Throwable) {
        throw cause ?: e
    }
}

/**
 * Launches a coroutine that reads from a new ring, as `actor` does from its channel.
 *
 * **Endings.**
 * - When the writer is closed, [block] gets what was written before, then the end of the stream or
 *   the cause.
 * - When the block and all it has launched are done, the reader is closed: the next write throws
 *   [RingAbandonedException]. When it fails, that exception carries the very cause; and as with
 *   `actor` the scope fails too, or, if it is a supervisor's, the [CoroutineExceptionHandler] gets
 *   it. When it is cancelled, the cause is the [CancellationException].
 *
 * The scope waits for the block, so close the writer: write within `use`.
 *
 * Closing the writer does not wait for the block. To know that all was read, and how that ended,
 * use [launchReader], which returns the job: close the writer, then `join` it.
 *
 * @param capacity the ring's room in bytes, from 1 to [ByteRing.MAX_CAPACITY]
 * @param context additional to that of the scope
 * @param block given the reader, which it may close early
 * @return the writer, for one coroutine or thread
 * @throws IllegalArgumentException if [capacity] is outside that range
 */
public fun CoroutineScope.consumeBytes(
    capacity: Int,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(reader: RingReader) -> Unit,
): RingWriter = consumeBytes(ByteRing.ofCapacity(capacity), context, block)

/**
 * As the other [consumeBytes], from a ring of your own making: with other storage, for example.
 *
 * @param ring a fresh ring; its halves are no longer to be used but for what is returned
 * @param context additional to that of the scope
 * @param block given the reader, which it may close early
 * @return the writer of [ring], for one coroutine or thread
 */
public fun CoroutineScope.consumeBytes(
    ring: ByteRing,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(reader: RingReader) -> Unit,
): RingWriter {
    launchReader(ring.reader(), context, block)
    return ring.writer()
}

/**
 * Launches the coroutine of [consumeBytes] for a reader that you have, of any ring, and returns its
 * job. All that [consumeBytes] says holds. When the job has completed normally, the block has read
 * what it wanted, and the reader is closed.
 *
 * @param reader from now on the coroutine's
 * @param context additional to that of the scope
 * @param block given [reader], which it may close early
 * @return to wait for the end by `join`, or to `cancel` the block
 */
public fun CoroutineScope.launchReader(
    reader: RingReader,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(reader: RingReader) -> Unit,
): Job {
    val job =
        launch(context) {
            runWhole(reader, block)
            reader.close() // here, so that who joins the job finds it closed
        }
    // a failure after the scope has it: what the writer then throws must not come first
    job.invokeOnCompletion { cause -> reader.close(cause) }
    return job
}
