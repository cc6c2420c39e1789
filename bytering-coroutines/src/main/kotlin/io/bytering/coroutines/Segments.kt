@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import java.nio.ByteBuffer
import kotlinx.io.Buffer
import kotlinx.io.UnsafeIoApi
import kotlinx.io.unsafe.UnsafeBufferOperations

// Between a ring and the segments of a buffer: one copy, no waiting. The array forms of the unsafe
// operations, since the ByteBuffer forms make a new ByteBuffer for every segment.

/** As many as there are, up to [byteCount]: 0 if there is nothing just now, or never again. */
@OptIn(UnsafeIoApi::class)
internal fun RingReader.moveTo(sink: Buffer, byteCount: Long): Long {
    requireOpen()
    if (isLossy) return moveTo(sink, slices(), byteCount)
    // Not more than there are now: a quick writer must not keep us here.
    val there = minOf(byteCount, readableBytes().toLong())
    var left = there
    while (left > 0) {
        val count =
            UnsafeBufferOperations.writeToTail(sink, 1) { segment, from, until ->
                readUnlessClosed(segment, from, minOf(left, (until - from).toLong()).toInt())
            }
        if (count == 0) break // closed by another thread
        left -= count
    }
    return there - left
}

/**
 * As the other, of what [RingReader.slices] has given: a second look of a lossy reader may jump
 * over a gap.
 */
@OptIn(UnsafeIoApi::class)
internal fun RingReader.moveTo(
    sink: Buffer,
    slices: Array<ByteBuffer>,
    byteCount: Long,
): Long {
    val there = minOf(byteCount, slices.remaining().toLong())
    var left = there.toInt()
    while (left > 0) {
        val count =
            UnsafeBufferOperations.writeToTail(sink, 1) { segment, from, until ->
                val count = minOf(left, until - from)
                slices.take(segment, from, count)
                count
            }
        consume(count)
        left -= count
    }
    return there
}

/** A throw here would leave an empty segment in the buffer. */
private fun RingReader.readUnlessClosed(segment: ByteArray, from: Int, length: Int): Int =
    try {
        read(segment, from, length)
    } catch (e: IllegalStateException) {
        if (isClosed) 0 else throw e
    }

/** As many as fit, of the first segment of [source] and up to [byteCount], which is not 0. */
@OptIn(UnsafeIoApi::class)
internal fun RingWriter.moveFrom(source: Buffer, byteCount: Long): Int =
    UnsafeBufferOperations.readFromHead(source) { segment, from, until ->
        write(segment, from, minOf(byteCount, (until - from).toLong()).toInt())
    }

internal fun RingReader.requireOpen() {
    if (isClosed) throw RingClosedException("reader", closeCause())
}

internal fun RingWriter.requireOpen() {
    if (isClosed) throw RingClosedException("writer", closeCause())
}

internal fun requireCount(byteCount: Long) {
    require(byteCount >= 0) { "byteCount must not be negative: $byteCount" }
}

internal fun requireCount(byteCount: Long, source: Buffer) {
    require(byteCount in 0..source.size) {
        "byteCount must be in 0..${source.size}, the size of the source: $byteCount"
    }
}
