@file:JvmName("RingCopies")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.Drainer
import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import java.nio.Buffer
import java.nio.ByteBuffer
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/**
 * Moves what comes to another ring, by one copy, until the stream ends or [limit] bytes were moved.
 * Neither half is closed by it. It checks for cancellation each time round, before it takes
 * anything, so it is cancellable also while neither ring makes it wait. However it ends, a byte is
 * either still in this ring or in the other, never in both or in neither.
 *
 * That the other ring's reader is gone is noticed when there is a byte to write, as in any pipe.
 *
 * @param writer where the bytes go; not of this same ring
 * @param limit how many bytes at most, 0 or more; default: all
 * @return how many bytes were moved; fewer than [limit] only if the stream has ended
 * @throws IllegalArgumentException if [limit] is negative
 * @throws IllegalStateException if somebody waits on one of the halves already, or a ring was built
 *   with `signals(false)`
 * @throws RingAbandonedException if the other ring's reader is closed; what was not written stays
 *   in this ring
 * @throws RingClosedException if one of the two halves is closed
 * @throws Throwable the cause that this ring's writer was closed with, once all before it was
 *   moved, as [awaitReadable] throws it
 */
public suspend fun RingReader.copyTo(writer: RingWriter, limit: Long = Long.MAX_VALUE): Long {
    require(limit >= 0) { "limit must not be negative: $limit" }
    val copy = Copy(writer, limit)
    while (copy.left > 0 && awaitReadable()) {
        writer.awaitWritable() // that its reader is gone, the write tells
        currentCoroutineContext().ensureActive()
        drain(copy)
        copy.failure?.let { throw it }
    }
    return limit - copy.left
}

/**
 * A failing write must not reach `drain`: that would keep in this ring what the other has already.
 */
private class Copy(private val writer: RingWriter, var left: Long) : Drainer {
    var failure: Throwable? = null
        private set

    override fun drain(slices: Array<ByteBuffer>, length: Int): Int {
        val start = writer.position()
        try {
            for (slice in slices) {
                val most = start + left - writer.position()
                if (slice.remaining() > most) {
                    val some: Buffer = slice // its own limit is one that old Android lacks
                    some.limit(some.position() + most.toInt())
                }
                writer.write(slice)
                if (slice.hasRemaining()) break
            }
        } catch (e: Throwable) {
            failure = e
        }
        // not what write returned: it may throw, when it wakes a waiter, after it has published
        val moved = (writer.position() - start).toInt()
        left -= moved
        return moved
    }
}
