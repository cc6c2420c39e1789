package io.bytering.cli.relay

import io.bytering.RingStatistics
import io.bytering.cli.options.ByteSize
import java.util.Locale
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong

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

    /** Three lines, the last two about the directions. */
    fun summary(): List<String> {
        val connections = if (total == 1L) "1 connection" else "$total connections"
        return listOf(
            "$connections, $failed failed",
            "to target: ${toTarget.now.summary()}",
            "to client: ${toClient.now.summary()}",
        )
    }
}

/**
 * The bytes in one direction, over all connections, and how often one side had to wait for the
 * other: the sums of what their rings tell.
 */
class RelayFlow {
    private val rings = mutableSetOf<RingStatistics>()
    private var ended = RelayNumbers()

    /** Of all rings that there are, and were. */
    val now: RelayNumbers
        @Synchronized get() = rings.fold(ended) { sum, ring -> sum + ring }

    val received: Long
        get() = now.received

    val sent: Long
        get() = now.sent

    /** Counts a ring as long as the action runs, and afterwards what it has done. */
    suspend fun <T> counting(ring: RingStatistics, action: suspend () -> T): T {
        synchronized(this) { rings += ring }
        try {
            return action()
        } finally {
            synchronized(this) {
                rings -= ring
                ended += ring
            }
        }
    }
}

/** What rings have done together. */
data class RelayNumbers(
    val received: Long = 0,
    val sent: Long = 0,
    /** How often a source waited, since its ring was full. */
    val sourceWaits: Long = 0,
    /** How often a sink waited, since its ring was empty. */
    val sinkWaits: Long = 0,
    /** The most that was ever in one ring. */
    val highest: Int = 0,
) {
    operator fun plus(ring: RingStatistics) =
        RelayNumbers(
            received + ring.bytesWritten(),
            sent + ring.bytesRead(),
            sourceWaits + ring.writerWaits(),
            sinkWaits + ring.readerWaits(),
            maxOf(highest, ring.highWaterMark()),
        )

    fun summary(): String =
        "%s (waits: %,d full, %,d empty; at most %s in a ring)"
            .format(
                Locale.ROOT,
                ByteSize.format(sent),
                sourceWaits,
                sinkWaits,
                ByteSize.format(highest.toLong()),
            )
}
