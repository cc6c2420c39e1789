@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.Drainer
import io.bytering.RingReader
import java.io.IOException
import java.nio.ByteBuffer
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.startCoroutine
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow

// Looking at bytes now and consuming them later: the calls that hand bytes to someone's code.

/**
 * Shows what is there to [viewer], which returns 0, and consumes nothing. An exhausted ring does
 * not call it. [consumeSeen] takes what was shown.
 */
internal fun RingReader.look(viewer: Drainer) {
    if (isLossy) {
        // its own copy, and consume takes just that, while a later look may jump over a gap
        val slices = slices()
        viewer.drain(slices, slices[0].remaining() + slices[1].remaining())
    } else {
        drain(viewer) // a close from elsewhere spoils nothing while this is inside
    }
}

/** Consumes bytes that [look] has shown. No other call on this reader may have come between. */
internal fun RingReader.consumeSeen(length: Int) {
    if (isLossy) consume(length) else skip(length)
}

/**
 * Hands bytes that [look] has shown to a collector, and consumes them if it has got them: when it
 * returns, or ends the flow early as `first` does. If it fails or is cancelled they stay.
 */
internal suspend inline fun RingReader.handOver(length: Int, emit: () -> Unit) {
    val start = position()
    try {
        emit()
    } catch (e: Throwable) {
        if (e.javaClass == endOfFlow && !isClosed && position() == start) consumeSeen(length)
        throw e
    }
    requireUnmoved(start)
    consumeSeen(length)
}

/**
 * What a collector throws that needs no more, as `first` and `take` do. The class is internal to
 * kotlinx.coroutines, so it is caught in the act.
 */
internal val endOfFlow: Class<*> by lazy {
    var thrown: Class<*>? = null
    val caught: suspend () -> Unit = {
        flow {
            try {
                emit(Unit)
            } catch (e: Throwable) {
                thrown = e.javaClass
                throw e
            }
        }
            .first()
    }
    caught.startCoroutine(Continuation(EmptyCoroutineContext) { it.getOrThrow() })
    checkNotNull(thrown)
}

/** The next bytes of two slices, moving their positions. */
internal fun Array<ByteBuffer>.take(count: Int): ByteArray {
    val bytes = ByteArray(count)
    take(bytes, 0, count)
    return bytes
}

internal fun Array<ByteBuffer>.take(dst: ByteArray, offset: Int, count: Int) {
    val here = minOf(count, this[0].remaining())
    this[0].get(dst, offset, here)
    this[1].get(dst, offset + here, count - here)
}

internal fun Array<ByteBuffer>.remaining(): Int = this[0].remaining() + this[1].remaining()

/**
 * What a reader that may be lapped has next, for a call that has read [done] bytes: they must
 * follow those without a gap.
 *
 * @param missed what [RingReader.missedBytes] was after those
 */
internal fun RingReader.slicesAfter(done: Number, wanted: Number, missed: Long): Array<ByteBuffer> {
    val slices = slices()
    val gap = missedBytes() - missed
    if (gap != 0L && done.toLong() > 0) {
        throw IOException(
            "$gap bytes were overwritten before they were read: gap after $done of $wanted bytes, " +
                "missed bytes=${missedBytes()}"
        )
    }
    return slices
}
