package io.bytering.benchmarks

import io.bytering.benchmarks.Duels.KIB
import io.bytering.storage.MirroredMemory
import io.bytering.storage.Storage

private const val CAPACITY = 64 * KIB

internal fun broadcastDuels(): List<Duel> =
    listOf(1, 4, 16, 64).map { readers ->
        Duel(
            Group.BROADCAST,
            "Disruptor",
            64,
            CAPACITY,
            Duels.batch(64, CAPACITY) / readers,
            parameter = "$readers readers",
            ours = { OnOneThread(RingBroadcast(CAPACITY, 64, readers), 64) },
            peer = { OnOneThread(DisruptorBroadcast(CAPACITY, 64, readers), 64) },
        )
    }

internal fun storageDuels(): List<Duel> {
    val storages = mutableMapOf("heap" to Storage.heap())
    if (MirroredMemory.isSupported()) storages["mirrored"] = Storage.mirrored()
    return storages.flatMap { (name, storage) ->
        listOf(8, 64, 1500).map { size ->
            Duel(
                Group.STORAGE,
                name,
                size,
                CAPACITY,
                Duels.batch(size, CAPACITY),
                ours = { BetweenThreads(RingMessages(silentRing(CAPACITY), size), it) },
                peer = { BetweenThreads(RingMessages(silentRing(CAPACITY, storage), size), it) },
            )
        }
    }
}
