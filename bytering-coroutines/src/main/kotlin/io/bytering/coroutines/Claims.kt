@file:JvmName("RingClaims")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.internal.WaitEvents
import java.nio.ByteBuffer
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * Suspends until [length] contiguous bytes can be claimed, and claims them. What is put there is
 * published by [RingWriter.commit]; do not suspend on this writer before that. A wait that is
 * cancelled has claimed nothing. When there is room already, the call neither suspends, allocates
 * nor checks for cancellation.
 *
 * @param length from 1 to [RingWriter.maxClaim]
 * @return the bytes, from the buffer's position to its limit, as [RingWriter.claim] gives them
 * @throws IllegalArgumentException if [length] is outside that range
 * @throws IllegalStateException if somebody waits on this half already, or the ring was built with
 *   `signals(false)`
 * @throws RingAbandonedException if the reader is closed, before the wait or during it
 * @throws RingClosedException if this half is closed, before the wait or during it
 */
public suspend fun RingWriter.awaitClaim(length: Int): ByteBuffer {
    val claimed = claim(length)
    if (claimed != null) return claimed
    return suspendUntilClaimed(length)
}

private suspend fun RingWriter.suspendUntilClaimed(length: Int): ByteBuffer {
    val event = WaitEvents.begin() ?: return untilClaimed(length)
    return recorded(event, length) { untilClaimed(length) }
}

private suspend fun RingWriter.untilClaimed(length: Int): ByteBuffer {
    while (true) {
        suspendCancellableCoroutine { continuation ->
            val waiter = WriterWaiter(this, continuation)
            if (armClaim(waiter, length)) continuation.invokeOnCancellation(waiter)
            else waiter.wake()
        }
        val claimed = claim(length)
        if (claimed != null) return claimed
    }
}

/**
 * Suspends until [atLeast] contiguous bytes are readable, and shows all that are;
 * [RingReader.consume] takes them. What the writer claimed in one piece is always contiguous. A
 * wait that is cancelled has consumed nothing. When the bytes are there already, the call neither
 * suspends, allocates nor checks for cancellation.
 *
 * Mind the gaps that claims leave: see [RingReader.arm].
 *
 * @param atLeast from 1 to the capacity
 * @return the bytes, from the buffer's position to its limit, as [RingReader.peek] gives them;
 *   `null` if the stream has ended with fewer contiguous bytes than that to come
 * @throws IllegalArgumentException if [atLeast] is outside that range
 * @throws IllegalStateException if so many are readable, but the writer has written them over the
 *   physical end: read them with [readFully] instead, or let the writer claim what belongs
 *   together; also if somebody waits on this half already, or the ring was built with
 *   `signals(false)`
 * @throws RingClosedException if this half is closed, before the wait or during it
 * @throws Throwable the cause that the writer was closed with, if it failed before so many bytes
 */
public suspend fun RingReader.awaitPeek(atLeast: Int = 1): ByteBuffer? {
    val there = peek(atLeast)
    if (there.remaining() >= atLeast) return there
    return suspendUntilPeek(atLeast)
}

private suspend fun RingReader.suspendUntilPeek(atLeast: Int): ByteBuffer? {
    while (awaitReadable(atLeast)) {
        val there = peek(atLeast)
        if (there.remaining() >= atLeast) return there
        val ended = isEnded // before the bytes are counted
        val slices = slices()
        val here = slices[0].remaining()
        val all = slices.remaining()
        if (here < atLeast && all >= atLeast) {
            // the piece before the physical end never grows, so there is nothing to wait for
            if (!ended || all - here >= atLeast) throw splitPeek(atLeast, here, all)
            val cause: Throwable? = failure()
            if (cause != null) throw cause
            return null
        }
        currentCoroutineContext().ensureActive() // a lossy reader's bytes were overwritten again
    }
    return null
}

private fun splitPeek(atLeast: Int, here: Int, all: Int) =
    IllegalStateException(
        "$atLeast bytes are readable, but not in one piece: $here are before the physical end, " +
            "$all in all; read them with readFully, or let the writer claim what belongs together"
    )
