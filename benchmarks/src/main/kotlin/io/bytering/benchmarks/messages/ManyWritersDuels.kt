package io.bytering.benchmarks.messages

import io.bytering.benchmarks.duel.BetweenThreads
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB

private const val CAPACITY = 64 * KIB
private val SIZES = listOf(8, 64, 255, 1500)
private val WRITERS = listOf(1, 2, 4, 8)

internal fun manyWritersDuels(): List<Duel> = buildList {
    for (size in SIZES) {
        for (writers in WRITERS) {
            this +=
                manyWriters("Agrona", size, writers, if (size < 255) 1.0 else 1.3) {
                    AgronaOfMany(CAPACITY, size, writers)
                }
            this +=
                manyWriters("JCTools, new arrays", size, writers, 1.5) {
                    JctoolsOfMany(CAPACITY, size, writers)
                }
            this +=
                manyWriters("Disruptor, new arrays", size, writers, 1.5) {
                    DisruptorOfMany(CAPACITY, size, writers)
                }
        }
        this += oneOfMany(size)
    }
}

private fun manyWriters(
    peer: String,
    size: Int,
    writers: Int,
    goal: Double,
    open: () -> FunnelOfThreads,
) =
    Duel(
        Group.MANY_WRITERS,
        "$peer, $writers writers",
        size,
        CAPACITY,
        ops(size),
        goal,
        quick = writers == 2 && size in 64..255,
        ours = { ManyToOne(RingOfMany(CAPACITY, size, writers), writers, it) },
        peer = { ManyToOne(open(), writers, it) },
    )

/** What it costs that there might be more. */
private fun oneOfMany(size: Int) =
    Duel(
        Group.MANY_WRITERS,
        "ByteRing, framed, 1 writer",
        size,
        CAPACITY,
        ops(size),
        0.7,
        quick = size == 64,
        ours = { ManyToOne(RingOfMany(CAPACITY, size, 1), 1, it) },
        peer = { BetweenThreads(RingMessages(silentRing(CAPACITY), size, framed = true), it) },
    )

/** As many from each. */
private fun ops(size: Int) = Sizes.batch(size, CAPACITY) / WRITERS.last() * WRITERS.last()
