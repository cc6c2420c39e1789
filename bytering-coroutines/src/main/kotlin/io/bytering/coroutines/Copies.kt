package io.bytering.coroutines

import io.bytering.Drainer
import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/**
 * Moves all that comes to another ring, by one copy, until the stream ends. Neither half is closed
 * by it. It checks for cancellation each time round, before it takes anything, so it is cancellable
 * also while neither ring makes it wait; and a byte is always either still in this ring or in the
 * other.
 *
 * That the other ring's reader is gone is noticed when there is a byte to write, as in any pipe.
 *
 * @param writer where the bytes go; not of this same ring
 * @return how many bytes were moved
 * @throws IllegalStateException if somebody waits on one of the halves already, or a ring was built
 *   with `signals(false)`
 * @throws RingAbandonedException if the other ring's reader is closed; what was not written stays
 *   in this ring
 * @throws RingClosedException if one of the two halves is closed
 * @throws Throwable the very cause that this ring's writer was closed with, once all before it was
 *   moved
 */
public suspend fun RingReader.copyTo(writer: RingWriter): Long {
    val start = position()
    val move = Drainer { slices, _ ->
        val moved = writer.write(slices[0])
        if (slices[0].hasRemaining()) moved else moved + writer.write(slices[1])
    }
    while (awaitReadable()) {
        writer.awaitWritable() // that its reader is gone, the write tells
        currentCoroutineContext().ensureActive()
        drain(move)
    }
    return position() - start
}
