package io.bytering.benchmarks.coroutines

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.Dispatchers

private const val CAPACITY = 64 * KIB
private val SIZES = listOf(8, 64, 255, 1500)
private val SENDERS = listOf(1, 4, 64)

internal fun manySendersDuels(): List<Duel> = SIZES.flatMap { size ->
    SENDERS.flatMap { senders ->
        listOf(
            manySenders(
                Group.CHANNEL_ONE_THREAD,
                size,
                senders,
                1.5,
                EmptyCoroutineContext, // runBlocking's own loop
            ),
            manySenders(Group.CHANNEL_POOL, size, senders, 2.0, Dispatchers.Default),
        )
    }
}

private fun manySenders(
    group: Group,
    size: Int,
    senders: Int,
    goal: Double,
    context: CoroutineContext,
) =
    Duel(
        group,
        "Channel, $senders senders",
        size,
        CAPACITY,
        Sizes.batch(size, CAPACITY) / SENDERS.last() * SENDERS.last(), // as many from each
        goal,
        quick = size == 64,
        ours = { ManySenders(RingChannelOfMany(CAPACITY, size, senders), senders, context) },
        peer = { ManySenders(ChannelOfMany(CAPACITY, size, senders), senders, context) },
    )
