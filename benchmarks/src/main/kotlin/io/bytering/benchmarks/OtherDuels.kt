package io.bytering.benchmarks

import io.bytering.ByteRing
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
                    Duels.batch(chunk, CAPACITY),
                    quick = chunk == 4 * KIB,
                    ours = {
                        BetweenVirtualThreads(RingStream(ByteRing.ofCapacity(CAPACITY), chunk))
                    },
                    peer = { BetweenVirtualThreads(open()) },
                )
            }
    }
}

internal fun layoutDuels(): List<Duel> =
    listOf(
            "without padding" to EditedCore.withoutPadding,
            "without limits kept" to EditedCore.withoutLimits,
        )
        .flatMap { (name, edited) ->
            listOf(8, 64, 255).map { size ->
                Duel(
                    Group.LAYOUT,
                    name,
                    size,
                    CAPACITY,
                    Duels.batch(size, CAPACITY),
                    quick = size == 8,
                    ours = { BetweenThreads(SilentMessages()(CAPACITY, size), it) },
                    peer = { BetweenThreads(edited.messages(CAPACITY, size), it) },
                )
            }
        }

internal fun pinnedDuels(): List<Duel> {
    if (!Pinned.isSupported) return listOf()
    return listOf(8, 64, 1500).map { size ->
        Duel(
            Group.PINNED,
            "not pinned",
            size,
            CAPACITY,
            Duels.batch(size, CAPACITY),
            quick = size == 64,
            ours = { Pinned(BetweenThreads(SilentMessages()(CAPACITY, size), it), it) },
            peer = { BetweenThreads(SilentMessages()(CAPACITY, size), it) },
        )
    }
}
