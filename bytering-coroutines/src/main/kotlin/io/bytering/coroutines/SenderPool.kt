package io.bytering.coroutines

import io.bytering.message.MessageRing
import io.bytering.message.MessageWriter
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReferenceArray

/** A writer of a channel's ring, which one call uses at a time. */
internal class PooledSender(val writer: MessageWriter) {
    /** For calls that do not hand their claim out. */
    val claim = MessageClaim()
}

/**
 * The writers of a channel that no call uses just now, so that a call need not make one. Each
 * thread has a place where it looks first and which it shares with few others.
 */
internal class SenderPool(private val ring: MessageRing) {
    private val near = AtomicReferenceArray<PooledSender?>(PLACES * STRIDE)
    private val others = ConcurrentLinkedQueue<PooledSender>()
    private val countOfOthers = AtomicInteger()

    fun take(): PooledSender = near.getAndSet(place(), null) ?: takeAnother()

    private fun takeAnother(): PooledSender {
        val other = others.poll() ?: return PooledSender(ring.newWriter())
        countOfOthers.decrementAndGet()
        return other
    }

    /** It must have no claim, and no place among those that wait. */
    fun give(sender: PooledSender) {
        val place = place()
        if (near.get(place) == null) {
            // If somebody else has just given one here, that one is garbage: dear, seldom, and
            // harmless.
            near.lazySet(place, sender)
        } else if (countOfOthers.get() < MOST_OTHERS) {
            countOfOthers.incrementAndGet()
            others.add(sender)
        } else {
            sender.writer.close()
        }
    }

    private fun place() = (Thread.currentThread().id.toInt() and (PLACES - 1)) * STRIDE

    private companion object {
        /** References, so that two places are on different lines. */
        const val STRIDE = 16
        /** About as many as threads that send at a time, and a power of two. */
        val PLACES = Runtime.getRuntime().availableProcessors().coerceIn(2, 16).takeHighestOneBit()
        const val MOST_OTHERS = 256
    }
}
