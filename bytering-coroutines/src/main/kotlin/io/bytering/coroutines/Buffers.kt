@file:JvmName("RingBuffers")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.io.Buffer
import kotlinx.io.EOFException
import kotlinx.io.IOException

/**
 * Reads at least 1 and at most [byteCount] bytes and appends them to [sink], suspending until there
 * is one. The bytes are copied once, from the ring into the segments of the buffer.
 *
 * ```
 * val copy = Buffer()
 * ring.reader().use { reader ->
 *     while (reader.readAvailable(copy, Long.MAX_VALUE) >= 0) {}
 * }
 * ```
 *
 * A cancelled read has moved nothing. When bytes are there already, the call neither suspends nor
 * checks for cancellation. One coroutine or thread at a time uses a reader.
 *
 * @param sink where the bytes go; what it holds already stays in front of them
 * @param byteCount how many bytes at most, 0 or more
 * @return how many were read; 0 only if [byteCount] is 0; -1 at the end of the stream
 * @throws IllegalArgumentException if [byteCount] is negative
 * @throws IllegalStateException if somebody waits on this half already, or it has to wait and the
 *   ring was built with `signals(false)`
 * @throws RingClosedException if this half is closed, before the call or during it
 * @throws Throwable the cause that the writer was closed with, once all before it was read
 */
public suspend fun RingReader.readAvailable(sink: Buffer, byteCount: Long): Long {
    requireCount(byteCount)
    requireOpen()
    if (byteCount == 0L) return 0
    val count = moveTo(sink, byteCount)
    return if (count > 0) count else readAwaited(sink, byteCount)
}

/** Apart, as a function with a loop around its suspension allocates even if it does not suspend. */
private suspend fun RingReader.readAwaited(sink: Buffer, byteCount: Long): Long {
    while (awaitReadable()) {
        val count = moveTo(sink, byteCount)
        if (count > 0) return count
        currentCoroutineContext().ensureActive() // a lossy reader's bytes were overwritten again
    }
    return -1
}

/**
 * Reads exactly [byteCount] bytes, however many the ring holds at a time, and appends them to
 * [sink].
 *
 * When it fails or is cancelled, what was read is in [sink], the rest still in the ring. Otherwise
 * as [readAvailable]; cancellation is checked each time that it looks for more bytes.
 *
 * @param sink where the bytes go; what it holds already stays in front of them
 * @param byteCount how many bytes, 0 or more
 * @throws EOFException if the stream ends before; the message tells how many bytes were read
 * @throws IOException if bytes were overwritten between those that were read and the next, which a
 *   lossy reader may meet; the message tells how many of each
 * @throws IllegalArgumentException if [byteCount] is negative
 * @throws IllegalStateException if somebody waits on this half already, or it has to wait and the
 *   ring was built with `signals(false)`
 * @throws RingClosedException if this half is closed, before the call or during it
 * @throws Throwable the cause that the writer was closed with, once all before it was read
 */
public suspend fun RingReader.readFully(sink: Buffer, byteCount: Long) {
    requireCount(byteCount)
    requireOpen()
    var done = 0L
    var missed = 0L
    while (done < byteCount) {
        if (!awaitReadable()) throw endedAfter(done, byteCount)
        val left = byteCount - done
        done +=
            if (isLossy) moveTo(sink, slicesAfter(done, byteCount, missed), left)
            else moveTo(sink, left)
        missed = missedBytes()
        if (done < byteCount) currentCoroutineContext().ensureActive()
    }
}

/**
 * Writes exactly [byteCount] bytes from [source], suspending as often as there is no room; they may
 * be more than the ring holds. The bytes are copied once, from the segments of the buffer into the
 * ring.
 *
 * When it fails or is cancelled, what was written has left [source], the rest is still there. When
 * there is room, the call does not suspend; cancellation is checked for every segment (8 KiB) but
 * the first. One coroutine or thread at a time uses a writer.
 *
 * @param source where the bytes come from
 * @param byteCount how many, from 0 to the size of [source]
 * @throws IllegalArgumentException if [byteCount] is outside that range; nothing moves
 * @throws RingAbandonedException if the reader is closed
 * @throws IllegalStateException if somebody waits on this half already, or it has to wait and the
 *   ring was built with `signals(false)`
 * @throws RingClosedException if this half is closed, before the call or during it
 */
public suspend fun RingWriter.writeFully(source: Buffer, byteCount: Long) {
    requireCount(byteCount, source)
    requireOpen()
    if (byteCount == 0L) return
    val count = moveFrom(source, byteCount)
    if (count < byteCount) writeRest(source, byteCount - count)
}

private suspend fun RingWriter.writeRest(source: Buffer, byteCount: Long) {
    var left = byteCount
    while (left > 0) {
        currentCoroutineContext().ensureActive()
        val count = moveFrom(source, left)
        left -= count
        if (count == 0) awaitWritable()
    }
}
