package io.bytering.benchmarks.variants

import io.bytering.benchmarks.duel.BetweenThreads
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB
import io.bytering.benchmarks.messages.RingMessages
import io.bytering.benchmarks.messages.silentRing
import io.bytering.storage.MirroredMemory
import io.bytering.storage.Storage

private const val CAPACITY = 64 * KIB

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
                Sizes.batch(size, CAPACITY),
                ours = { BetweenThreads(RingMessages(silentRing(CAPACITY), size), it) },
                peer = { BetweenThreads(RingMessages(silentRing(CAPACITY, storage), size), it) },
            )
        }
    }
}
