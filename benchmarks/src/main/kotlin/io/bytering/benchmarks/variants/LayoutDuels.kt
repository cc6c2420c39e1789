package io.bytering.benchmarks.variants

import io.bytering.benchmarks.duel.BetweenThreads
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB
import io.bytering.benchmarks.messages.SilentMessages

private const val CAPACITY = 64 * KIB

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
                    Sizes.batch(size, CAPACITY),
                    quick = size == 8,
                    ours = { BetweenThreads(SilentMessages()(CAPACITY, size), it) },
                    peer = { BetweenThreads(edited.messages(CAPACITY, size), it) },
                )
            }
        }
