package io.bytering.benchmarks.coroutines

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Partner
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB
import io.bytering.benchmarks.duel.Sizes.MIB

private const val CAPACITY = 64 * KIB

/**
 * Ktor's channel holds up to 1 MiB, whatever one asks for: against it there is a ring of that size
 * too.
 */
internal fun coroutineDuels(): List<Duel> =
    listOf(64, KIB, 8 * KIB).flatMap { chunk ->
        coroutinesWith(Group.COROUTINES_ONE_THREAD, chunk, ::CoroutinesOfOneThread) +
            coroutinesWith(Group.COROUTINES_POOL, chunk, ::CoroutinesOfThePool) +
            threadToCoroutine(chunk)
    }

private fun coroutinesWith(
    group: Group,
    chunk: Int,
    run: (SuspendingPipe) -> Contestant,
): List<Duel> {
    fun copying(capacity: Int) = run(RingCoroutines(ByteRing.ofCapacity(capacity), chunk))
    fun inPlace(capacity: Int) = run(RingInPlace(ByteRing.ofCapacity(capacity), chunk))
    val channel =
        coroutines(group, "Channel", chunk, CAPACITY, 1.5, { copying(CAPACITY) }) {
            run(ChannelCoroutines(CAPACITY, chunk))
        }
    val ktor =
        listOf(CAPACITY, MIB).flatMap { capacity ->
            listOf(
                coroutines(group, "Ktor ByteChannel", chunk, capacity, 1.0, { copying(capacity) }) {
                    run(KtorCoroutines(chunk))
                },
                coroutines(
                    group,
                    "Ktor ByteChannel, in place",
                    chunk,
                    capacity,
                    1.5,
                    { inPlace(capacity) },
                ) {
                    run(KtorCoroutines(chunk))
                },
            )
        }
    return ktor + channel
}

private fun threadToCoroutine(chunk: Int): List<Duel> {
    val group = Group.THREAD_TO_COROUTINE
    fun ring(capacity: Int): (Partner) -> Contestant = { partner ->
        val pipe = RingCoroutines(ByteRing.ofCapacity(capacity), chunk)
        ThreadToCoroutine(pipe, partner, pipe::sendBlocking)
    }
    val channel =
        coroutines(group, "Channel", chunk, CAPACITY, 1.5, ring(CAPACITY)) { partner ->
            ChannelCoroutines(CAPACITY, chunk).let {
                ThreadToCoroutine(it, partner, it::sendBlocking)
            }
        }
    val ktor =
        listOf(CAPACITY, MIB).map { capacity ->
            coroutines(group, "Ktor ByteChannel", chunk, capacity, 1.0, ring(capacity)) { partner ->
                KtorCoroutines(chunk).let { ThreadToCoroutine(it, partner, it::sendBlocking) }
            }
        }
    return ktor + channel
}

private fun coroutines(
    group: Group,
    variant: String,
    chunk: Int,
    capacity: Int,
    goal: Double,
    ours: (Partner) -> Contestant,
    peer: (Partner) -> Contestant,
) =
    Duel(
        group,
        variant,
        chunk,
        capacity,
        Sizes.batch(chunk, capacity),
        goal,
        chunk != KIB,
        ours = ours,
        peer = peer,
    )
