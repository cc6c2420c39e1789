package io.bytering.benchmarks.broadcast

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.OnOneThread
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB

private const val CAPACITY = 64 * KIB

internal fun broadcastDuels(): List<Duel> =
    listOf(1, 4, 16, 64).map { readers ->
        Duel(
            Group.BROADCAST,
            "Disruptor",
            64,
            CAPACITY,
            Sizes.batch(64, CAPACITY) / readers,
            parameter = "$readers readers",
            ours = { OnOneThread(RingBroadcast(CAPACITY, 64, readers), 64) },
            peer = { OnOneThread(DisruptorBroadcast(CAPACITY, 64, readers), 64) },
        )
    }
