package io.bytering.benchmarks.messages

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.BetweenThreads
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.OnOneThread
import io.bytering.benchmarks.duel.Pipe
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB
import io.bytering.benchmarks.duel.Sizes.MIB

private val SIZES = listOf(8, 64, 255, 1500, 16 * KIB)
private val CAPACITIES = listOf(4 * KIB, 64 * KIB, MIB)

private class Peer(
    val name: String,
    val goals: Map<Int, Double> = emptyMap(),
    val fits: (Int, Int) -> Boolean = { _, _ -> true },
    val open: (capacity: Int, size: Int) -> Pipe,
)

private val peers =
    listOf(
        Peer(
            "Agrona",
            mapOf(8 to 3.0, 64 to 2.5, 255 to 1.4),
            AgronaMessages::fits,
            ::AgronaMessages,
        ),
        Peer(
            "JCTools, new arrays",
            mapOf(8 to 2.5, 64 to 1.8, 255 to 1.25),
            open = ::JctoolsMessages,
        ),
        Peer(
            "JCTools, recycled arrays",
            mapOf(8 to 2.5, 64 to 1.8, 255 to 1.25),
            open = ::RecycledMessages,
        ),
        Peer("Disruptor", open = ::DisruptorMessages),
    )

internal fun messageDuels(): List<Duel> = buildList {
    forEachSize { size, capacity ->
        for (peer in peers.filter { it.fits(capacity, size) }) {
            this += between(peer, size, capacity)
        }
        if (AgronaMessages.fits(capacity, size)) this += framed(size, capacity)
        this += signals(size, capacity)
    }
}

internal fun oneThreadDuels(): List<Duel> = buildList {
    forEachSize { size, capacity ->
        val burst = (capacity / 4 / size).coerceIn(1, 64)
        for (peer in peers.filter { it.fits(capacity, size) }) {
            this +=
                Duel(
                    Group.ONE_THREAD,
                    peer.name,
                    size,
                    capacity,
                    Sizes.batch(size, capacity),
                    quick = capacity == 64 * KIB && peer.goals.isNotEmpty(),
                    ours = { OnOneThread(RingMessages(silentRing(capacity), size), burst) },
                    peer = { OnOneThread(peer.open(capacity, size), burst) },
                )
        }
    }
}

private fun between(peer: Peer, size: Int, capacity: Int) =
    Duel(
        Group.MESSAGES,
        peer.name,
        size,
        capacity,
        Sizes.batch(size, capacity),
        peer.goals[size],
        quick = capacity == 64 * KIB && (peer.goals.isNotEmpty() || size <= 255),
        ours = { BetweenThreads(RingMessages(silentRing(capacity), size), it) },
        peer = { BetweenThreads(peer.open(capacity, size), it) },
    )

private fun framed(size: Int, capacity: Int) =
    Duel(
        Group.MESSAGES,
        "Agrona, framed",
        size,
        capacity,
        Sizes.batch(size, capacity),
        quick = capacity == 64 * KIB && size <= 255,
        ours = { BetweenThreads(RingMessages(silentRing(capacity), size, framed = true), it) },
        peer = { BetweenThreads(AgronaMessages(capacity, size), it) },
    )

private fun signals(size: Int, capacity: Int) =
    Duel(
        Group.SIGNALS,
        "signals(false)",
        size,
        capacity,
        Sizes.batch(size, capacity),
        0.95,
        quick = capacity == 64 * KIB && size <= 255,
        ours = { BetweenThreads(RingMessages(ByteRing.ofCapacity(capacity), size), it) },
        peer = { BetweenThreads(RingMessages(silentRing(capacity), size), it) },
    )

/** Where a ring holds at least two messages. */
private fun forEachSize(action: (size: Int, capacity: Int) -> Unit) {
    for (capacity in CAPACITIES) {
        for (size in SIZES) {
            if (2 * size <= capacity) action(size, capacity)
        }
    }
}
