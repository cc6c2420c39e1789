@file:JvmName("RingReadiness")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.internal.WaitEvents
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * Suspends until at least [atLeast] bytes are readable. The calls that move bytes never wait, so
 * the usual style is one suspending wait, then those:
 * ```
 * while (reader.awaitReadable()) {
 *     reader.transferTo(sink)
 * }
 * ```
 *
 * A wait carries no data: cancelling it loses nothing, and it is prompt. When the bytes are there
 * already, the call neither suspends, allocates nor checks for cancellation, so a loop over a ring
 * that is never empty should `yield()` from time to time. A real suspension allocates about 400
 * bytes, most of them in kotlinx.coroutines. One coroutine or thread at a time uses a reader; the
 * writer may be a thread, a coroutine or anything else.
 *
 * A writer that failed ([RingWriter.close] with a cause) is no end of the stream: when fewer bytes
 * than [atLeast] are left of it, its cause is thrown, and they stay readable. It is that very
 * object. When it then passes through a builder such as `withContext`, `coroutineScope` or `async`,
 * kotlinx.coroutines may throw a copy of it, with it as the cause, where assertions are enabled
 * (its recovery of stack traces): compare classes, or look at [RingReader.failure], which stays the
 * same.
 *
 * A lossy reader ([RingReader.isLossy]) may find fewer bytes by the time it reads, even none, when
 * they are overwritten meanwhile: that is not the end, so wait again.
 *
 * Mind the gaps that claims leave: see [RingReader.arm].
 *
 * @param atLeast from 1 to the capacity
 * @return `true`: they are there; `false`: they never will be, since the stream has ended (fewer
 *   may be left)
 * @throws IllegalArgumentException if [atLeast] is outside that range
 * @throws IllegalStateException if somebody waits on this half already, or the ring was built with
 *   `signals(false)`
 * @throws RingClosedException if this half is closed, before the wait or during it; its cause is
 *   the one of that close
 * @throws Throwable the cause that the writer was closed with
 */
public suspend fun RingReader.awaitReadable(atLeast: Int = 1): Boolean {
    if (atLeast in 1..readableBytes()) return true
    return suspendUntilReadable(atLeast) // a tail call: only who has to wait pays for a state
}

/** As [awaitReadable], which has found too few. */
private suspend fun RingReader.suspendUntilReadable(atLeast: Int): Boolean {
    val event = WaitEvents.begin() ?: return untilReadable(atLeast)
    return recorded(event, atLeast) { untilReadable(atLeast) }
}

private suspend fun RingReader.untilReadable(atLeast: Int): Boolean {
    while (true) {
        val ended = isEnded // before the bytes are counted, else the last ones are missed
        if (atLeast in 1..readableBytes()) return true
        // what is wrong with the call, arm says
        suspendCancellableCoroutine { continuation ->
            val waiter = ReaderWaiter(this, continuation)
            if (arm(waiter, atLeast)) continuation.invokeOnCancellation(waiter) else waiter.wake()
        }
        if (ended) {
            val cause: Throwable? = failure()
            if (cause != null) throw cause
            return false
        }
    }
}

/**
 * As [awaitReadable], but fewer bytes count too if they are the last ones: before the end of the
 * stream or the writer's cause.
 *
 * @param tail of how many bytes the last ones must be at least
 */
@PublishedApi
internal suspend fun RingReader.awaitReadableOrTail(atLeast: Int, tail: Int = 1): Boolean {
    if (atLeast in 1..readableBytes()) return true
    return suspendUntilReadableOrTail(atLeast, tail)
}

private suspend fun RingReader.suspendUntilReadableOrTail(atLeast: Int, tail: Int): Boolean =
    try {
        awaitReadable(atLeast) || awaitReadable(tail)
    } catch (e: Throwable) {
        if (!isEnded || e !== failure() || readableBytes() < tail) throw e
        true
    }

/**
 * Suspends until at least [atLeast] bytes are writable. As [awaitReadable] in all but this:
 *
 * @param atLeast from 1 to [RingWriter.maxClaim]
 * @return `true`: there is room; `false`: the reader is gone, and the next write says why
 * @throws IllegalArgumentException if [atLeast] is outside that range
 * @throws IllegalStateException if somebody waits on this half already, or the ring was built with
 *   `signals(false)`
 * @throws RingClosedException if this half is closed, before the wait or during it; its cause is
 *   the one of that close
 */
public suspend fun RingWriter.awaitWritable(atLeast: Int = 1): Boolean {
    if (!isAbandoned && atLeast in 1..writableBytes()) return true
    return suspendUntilWritable(atLeast)
}

private suspend fun RingWriter.suspendUntilWritable(atLeast: Int): Boolean {
    val event = WaitEvents.begin() ?: return untilWritable(atLeast)
    return recorded(event, atLeast) { untilWritable(atLeast) }
}

private suspend fun RingWriter.untilWritable(atLeast: Int): Boolean {
    while (true) {
        val abandoned = isAbandoned
        if (!abandoned && atLeast in 1..writableBytes()) return true
        suspendCancellableCoroutine { continuation ->
            val waiter = WriterWaiter(this, continuation)
            if (arm(waiter, atLeast)) continuation.invokeOnCancellation(waiter) else waiter.wake()
        }
        if (abandoned) return false
    }
}
