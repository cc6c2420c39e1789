package io.bytering.benchmarks.streams

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Pipe
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB

private const val CAPACITY = 64 * KIB

internal fun virtualThreadDuels(): List<Duel> {
    if (!BetweenVirtualThreads.isSupported) return listOf()
    return listOf(64, 4 * KIB, 64 * KIB).flatMap { chunk ->
        listOf<Pair<String, () -> Pipe>>(
                "PipedStreams" to { PipedStreams(CAPACITY, chunk) },
                "okio Pipe" to { OkioPipe(CAPACITY, chunk) },
            )
            .map { (name, open) ->
                Duel(
                    Group.VIRTUAL_THREADS,
                    name,
                    chunk,
                    CAPACITY,
                    Sizes.batch(chunk, CAPACITY),
                    quick = chunk == 4 * KIB,
                    ours = {
                        BetweenVirtualThreads(RingStream(ByteRing.ofCapacity(CAPACITY), chunk))
                    },
                    peer = { BetweenVirtualThreads(open()) },
                )
            }
    }
}
