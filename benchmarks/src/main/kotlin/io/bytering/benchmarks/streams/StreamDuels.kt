package io.bytering.benchmarks.streams

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.BetweenThreads
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Pipe
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB

private const val CAPACITY = 64 * KIB

internal fun streamDuels(): List<Duel> =
    listOf(64, 512, 4 * KIB, 8 * KIB, 64 * KIB).flatMap { chunk ->
        val buffers = if (chunk <= 8 * KIB) 2.0 else 1.3
        listOf(
            stream("PipedStreams", chunk, 1.0) { PipedStreams(CAPACITY, chunk) },
            stream("nio Pipe", chunk, buffers) { NioPipe(chunk) },
            stream("okio Pipe", chunk, buffers) { OkioPipe(CAPACITY, chunk) },
            stream("kotlinx-io Buffer, locked", chunk) { LockedBuffer(CAPACITY, chunk) },
        )
    }

private fun stream(variant: String, chunk: Int, goal: Double? = null, open: () -> Pipe) =
    Duel(
        Group.STREAMS,
        variant,
        chunk,
        CAPACITY,
        Sizes.batch(chunk, CAPACITY),
        goal,
        ours = { BetweenThreads(RingStream(ByteRing.ofCapacity(CAPACITY), chunk), it) },
        peer = { BetweenThreads(open(), it) },
    )
