package io.bytering.samples

import java.util.Locale
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.atomic.LongAdder

/** What a [Relay] has done so far. Any thread. */
class RelayStats {
    private val openNow = AtomicInteger()
    private val everOpened = AtomicLong()
    private val everFailed = AtomicLong()

    val open: Int
        get() = openNow.get()

    val total: Long
        get() = everOpened.get()

    val failed: Long
        get() = everFailed.get()

    val toTarget = RelayFlow()
    val toClient = RelayFlow()

    fun opened() {
        openNow.incrementAndGet()
        everOpened.incrementAndGet()
    }

    fun closed() {
        openNow.decrementAndGet()
    }

    fun failed() {
        everFailed.incrementAndGet()
    }

    /** `3 connections, 1 failed; to the target …; to the client …`. */
    fun summary(): String {
        val connections = if (total == 1L) "1 connection" else "$total connections"
        return "$connections, $failed failed; to target ${toTarget.summary()}; to client ${toClient.summary()}"
    }
}

/**
 * The bytes in one direction, over all connections, and how often one side had to wait for the
 * other.
 */
class RelayFlow {
    private val bytesIn = LongAdder()
    private val bytesOut = LongAdder()
    private val full = LongAdder()
    private val empty = LongAdder()

    val received: Long
        get() = bytesIn.sum()

    val sent: Long
        get() = bytesOut.sum()

    /** How often a source waited, since its ring was full. */
    val sourceWaits: Long
        get() = full.sum()

    /** How often a sink waited, since its ring was empty. */
    val sinkWaits: Long
        get() = empty.sum()

    fun received(count: Long) = bytesIn.add(count)

    fun sent(count: Long) = bytesOut.add(count)

    fun sourceWaits() = full.increment()

    fun sinkWaits() = empty.increment()

    fun summary(): String =
        "%s (waits: %,d full, %,d empty)"
            .format(Locale.ROOT, ByteSize.format(sent), sourceWaits, sinkWaits)
}
