package io.bytering.benchmarks.variants

import io.bytering.benchmarks.duel.BetweenThreads
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB
import io.bytering.benchmarks.messages.SilentMessages

private const val CAPACITY = 64 * KIB

internal fun pinnedDuels(): List<Duel> {
    if (!Pinned.isSupported) return listOf()
    return listOf(8, 64, 1500).map { size ->
        Duel(
            Group.PINNED,
            "not pinned",
            size,
            CAPACITY,
            Sizes.batch(size, CAPACITY),
            quick = size == 64,
            ours = { Pinned(BetweenThreads(SilentMessages()(CAPACITY, size), it), it) },
            peer = { BetweenThreads(SilentMessages()(CAPACITY, size), it) },
        )
    }
}
