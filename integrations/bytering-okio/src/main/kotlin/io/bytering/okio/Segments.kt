package io.bytering.okio

import io.bytering.RingReader
import io.bytering.RingWriter
import okio.Buffer

// Between a ring and the segments of a buffer: one copy, no waiting.

/**
 * Moves what is there now, up to [byteCount], to the end of [sink]. 0 if there is nothing.
 *
 * A lossy reader fills one segment at most: bytes that are missed lie between two calls, never
 * within one.
 */
internal fun RingReader.moveTo(sink: Buffer, byteCount: Long, cursor: Buffer.UnsafeCursor): Long {
    // Not more than there are now: a quick writer must not keep us here.
    val most = minOf(byteCount, readableBytes().toLong())
    var moved = 0L
    while (moved < most) {
        val count = readToTail(sink, most - moved, cursor, first = moved == 0L)
        if (count <= 0) break
        moved += count
        if (isLossy) break
    }
    return moved
}

/** @param first a close by another thread is an error, and not the end of what was moved */
private fun RingReader.readToTail(
    sink: Buffer,
    most: Long,
    cursor: Buffer.UnsafeCursor,
    first: Boolean,
): Int {
    val size = sink.size
    var count = 0
    sink.readAndWriteUnsafe(cursor)
    try {
        val room = cursor.expandBuffer(1)
        try {
            count = maxOf(0, read(cursor.data!!, cursor.start, minOf(most, room).toInt()))
        } catch (e: IllegalStateException) {
            if (first || !isClosed) throw e
        } finally {
            cursor.resizeBuffer(size + count)
        }
    } finally {
        cursor.close()
    }
    return count
}

/** Moves as many as fit of the first segment of [source], up to [byteCount], which is not 0. */
internal fun RingWriter.moveFrom(
    source: Buffer,
    byteCount: Long,
    cursor: Buffer.UnsafeCursor,
): Int {
    source.readUnsafe(cursor)
    val count =
        try {
            val here = cursor.next()
            write(cursor.data!!, cursor.start, minOf(byteCount, here.toLong()).toInt())
        } finally {
            cursor.close()
        }
    source.skip(count.toLong())
    return count
}
