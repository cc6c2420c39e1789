@file:JvmName("RingItems")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.item.ItemReader
import io.bytering.item.ItemWriter
import java.nio.Buffer
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/**
 * Suspends until at least [atLeast] items are readable, as the same function of [RingReader] does
 * for bytes. Then [ItemReader.slice] is not empty; where the memory wraps it may show fewer.
 *
 * @param atLeast items, from 1 to the capacity
 * @return `true`: they are there; `false`: they never will be, since the stream has ended (fewer
 *   may be left)
 * @throws IllegalArgumentException if [atLeast] is outside that range
 * @throws IllegalStateException if somebody waits on this half already, or the ring was built with
 *   `signals(false)`
 * @throws RingClosedException if this half is closed, before the wait or during it
 * @throws Throwable the cause that the writer was closed with
 */
public suspend fun ItemReader<*>.awaitReadable(atLeast: Int = 1): Boolean =
    reader().awaitReadable(bytes(atLeast, reader().capacity(), type().bytes()))

/**
 * Suspends until at least [atLeast] items are writable. Then [ItemWriter.slice] is not empty; where
 * the memory wraps it may show fewer.
 *
 * @param atLeast items, from 1 to the capacity, less in a ring that keeps a history
 * @return `true`: there is room; `false`: the reader is gone, and the next slice says why
 * @throws IllegalArgumentException if [atLeast] is outside that range
 * @throws IllegalStateException if somebody waits on this half already, or the ring was built with
 *   `signals(false)`
 * @throws RingClosedException if this half is closed, before the wait or during it
 */
public suspend fun ItemWriter<*>.awaitWritable(atLeast: Int = 1): Boolean =
    writer().awaitWritable(bytes(atLeast, writer().maxClaim(), type().bytes()))

/**
 * Calls [filler] once with the next slice, also when it is empty, and produces as many items as it
 * says. If it throws, nothing is produced. Inline: it costs no object.
 *
 * @param filler gets the free items from the buffer's position to its limit; it must not use this
 *   writer
 * @return what the filler returned
 * @throws IllegalArgumentException if that is negative or more than the slice; nothing is produced
 * @throws RingAbandonedException if the reader is closed
 * @throws RingClosedException if this half is closed
 */
public inline fun <B : Buffer> ItemWriter<B>.fill(filler: (slice: B) -> Int): Int {
    val count = filler(slice())
    produce(count)
    return count
}

/**
 * Calls [drainer] once with the next slice, also when it is empty, and consumes as many items as it
 * says. If it throws, nothing is consumed. Inline: it costs no object.
 *
 * @param drainer gets the items from the buffer's position to its limit; it must not use this
 *   reader, except for [ItemReader.tags]
 * @return what the drainer returned
 * @throws IllegalArgumentException if that is negative or more than the slice; nothing is consumed
 * @throws RingClosedException if this half is closed
 */
public inline fun <B : Buffer> ItemReader<B>.drain(drainer: (slice: B) -> Int): Int {
    val count = drainer(slice())
    consume(count)
    return count
}

/**
 * Calls the action with each slice until the stream ends, as the same function of [RingReader] does
 * with bytes: what it was given is consumed when it returns; if it throws, is cancelled or leaves
 * by `return` or `break`, it comes again. Looks before each slice whether the coroutine was
 * cancelled. The reader is not closed by it.
 *
 * @param atLeast how many items to wait for, from 1 to the capacity. A slice has fewer where it
 *   ends at the physical end of the memory, and at the end of the stream
 * @param action gets the items from the buffer's position to its limit, to be read only and only
 *   within the action; it may suspend, but must not use this reader, except for [ItemReader.tags]
 * @throws IllegalArgumentException if [atLeast] is outside its range
 * @throws IllegalStateException if somebody waits on this reader already, the ring was built with
 *   `signals(false)`, or the action has moved this reader
 * @throws RingClosedException if this reader is closed
 * @throws Throwable the cause that the writer was closed with, after the last item
 */
public suspend inline fun <B : Buffer> ItemReader<B>.collectSlices(
    atLeast: Int = 1,
    action: (slice: B) -> Unit,
) {
    while (awaitReadableOrTail(atLeast)) {
        currentCoroutineContext().ensureActive()
        val slice = slice()
        val start = reader().position()
        val items = offeredItems()
        if (items == 0) continue // a lossy reader's items were overwritten meanwhile
        action(slice)
        reader().requireUnmoved(start)
        consume(items)
    }
}

/** As [awaitReadable], but fewer items count too if they are the last ones. */
@PublishedApi
internal suspend fun ItemReader<*>.awaitReadableOrTail(atLeast: Int): Boolean {
    val size = type().bytes()
    return reader().awaitReadableOrTail(bytes(atLeast, reader().capacity(), size), size)
}

private fun bytes(items: Int, most: Int, size: Int): Int {
    require(items in 1..most / size) {
        "amount to wait for must be in 1..${most / size} items: $items"
    }
    return items * size
}
