package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingReader
import io.bytering.RingWriter
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope

/**
 * Launches a coroutine that writes into a new ring, as `produce` does for channels.
 *
 * **Endings.**
 * - When [block] and all it has launched are done, the writer is closed: the end of the stream.
 * - When it fails, the reader gets what was written before, then the cause; and as with `produce`
 *   the scope fails too. When it is cancelled, the cause is the [CancellationException].
 * - When the reader is closed, the block is cancelled, whether it waits for room, waits elsewhere
 *   or computes (then where it next looks). That is no failure, also where the block meets it as
 *   [RingAbandonedException]. Cancelling a coroutine that reads does not close the reader; so read
 *   within `use`.
 *
 * @param capacity the ring's room in bytes, from 1 to [ByteRing.MAX_CAPACITY]
 * @param context additional to that of the scope
 * @param block given the writer, which it may close early
 * @return the reader, for one coroutine or thread
 * @throws IllegalArgumentException if [capacity] is outside that range
 */
public fun CoroutineScope.ringWriter(
    capacity: Int,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(writer: RingWriter) -> Unit,
): RingReader = ringWriter(ByteRing.ofCapacity(capacity), context, block)

/**
 * As the other [ringWriter], into a ring of your own making: with other storage, for example.
 *
 * @param ring a fresh ring; its halves are no longer to be used but for what is returned
 * @param context additional to that of the scope
 * @param block given the writer, which it may close early
 * @return the reader of [ring], for one coroutine or thread
 * @throws IllegalStateException if [RingWriter.onAbandoned] was used on the ring
 */
public fun CoroutineScope.ringWriter(
    ring: ByteRing,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(writer: RingWriter) -> Unit,
): RingReader {
    val writer = ring.writer()
    // not launch: a failure is the reader's to handle, as with produce, and not the thread's
    val job = async(context, CoroutineStart.LAZY) { writeUntilAbandoned(writer, block) }
    try {
        writer.onAbandoned { job.cancel(abandoned(writer.failure())) }
    } catch (e: IllegalStateException) {
        job.cancel() // else the scope would wait for it for ever
        throw e
    }
    job.invokeOnCompletion { cause -> writer.close(cause) }
    job.start()
    return ring.reader()
}

/**
 * The block may notice before it is cancelled that the reader is gone: that must not fail the
 * scope.
 */
private suspend fun writeUntilAbandoned(
    writer: RingWriter,
    block: suspend CoroutineScope.(writer: RingWriter) -> Unit,
) {
    var own: Throwable? = null
    try {
        coroutineScope {
            try {
                block(writer)
            } catch (e: Throwable) {
                own = e
                throw e
            }
        }
    } catch (e: Throwable) {
        if (e is RingAbandonedException && writer.isAbandoned) throw abandoned(e)
        // coroutineScope may throw a copy with a longer stack trace; the reader is to get the very
        // cause
        own?.let { if (e.cause === it && e.javaClass == it.javaClass) throw it }
        throw e
    }
}

private fun abandoned(cause: Throwable?) = CancellationException("the reader is closed", cause)

/**
 * Launches a coroutine that reads from a new ring, as `actor` does from its channel.
 *
 * **Endings.**
 * - When the writer is closed, [block] gets what was written before, then the end of the stream or
 *   the cause.
 * - When the block and all it has launched are done, the reader is closed: the next write throws
 *   [RingAbandonedException]. When it fails, that exception carries the cause; and as with `actor`
 *   the scope fails too. When it is cancelled, the cause is the [CancellationException].
 *
 * The scope waits for the block, so close the writer: write within `use`.
 *
 * @param capacity the ring's room in bytes, from 1 to [ByteRing.MAX_CAPACITY]
 * @param context additional to that of the scope
 * @param block given the reader, which it may close early
 * @return the writer, for one coroutine or thread
 * @throws IllegalArgumentException if [capacity] is outside that range
 */
public fun CoroutineScope.ringReader(
    capacity: Int,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(reader: RingReader) -> Unit,
): RingWriter = ringReader(ByteRing.ofCapacity(capacity), context, block)

/**
 * As the other [ringReader], from a ring of your own making: with other storage, for example.
 *
 * @param ring a fresh ring; its halves are no longer to be used but for what is returned
 * @param context additional to that of the scope
 * @param block given the reader, which it may close early
 * @return the writer of [ring], for one coroutine or thread
 */
public fun CoroutineScope.ringReader(
    ring: ByteRing,
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.(reader: RingReader) -> Unit,
): RingWriter {
    val reader = ring.reader()
    async(context) { block(reader) }.invokeOnCompletion { cause -> reader.close(cause) }
    return ring.writer()
}
