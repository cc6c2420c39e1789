package io.bytering.benchmarks

import io.bytering.ByteRing
import io.bytering.benchmarks.Duels.KIB
import io.bytering.benchmarks.Duels.MIB

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
        Duels.batch(chunk, CAPACITY),
        goal,
        ours = { BetweenThreads(RingStream(ByteRing.ofCapacity(CAPACITY), chunk), it) },
        peer = { BetweenThreads(open(), it) },
    )

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
        Duels.batch(chunk, capacity),
        goal,
        chunk != KIB,
        ours = ours,
        peer = peer,
    )
