package io.bytering.benchmarks

import io.bytering.ByteRing
import io.bytering.benchmarks.Duels.KIB

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

internal fun coroutineDuels(): List<Duel> =
    listOf(64, KIB, 8 * KIB).flatMap { chunk ->
        val inPlace = { RingInPlace(ByteRing.ofCapacity(CAPACITY), chunk) }
        listOf(
                Group.COROUTINES_ONE_THREAD to ::CoroutinesOfOneThread,
                Group.COROUTINES_POOL to ::CoroutinesOfThePool,
            )
            .flatMap { (group, run) ->
                listOf(
                    coroutines(
                        group,
                        "Channel",
                        chunk,
                        1.5,
                        { run(RingCoroutines(ByteRing.ofCapacity(CAPACITY), chunk)) },
                        { run(ChannelCoroutines(CAPACITY, chunk)) },
                    ),
                    coroutines(
                        group,
                        "Ktor ByteChannel",
                        chunk,
                        1.0,
                        { run(RingCoroutines(ByteRing.ofCapacity(CAPACITY), chunk)) },
                        { run(KtorCoroutines(chunk)) },
                    ),
                    coroutines(
                        group,
                        "Ktor ByteChannel, in place",
                        chunk,
                        1.5,
                        { run(inPlace()) },
                        { run(KtorCoroutines(chunk)) },
                    ),
                )
            } +
            listOf(
                coroutines(
                    Group.THREAD_TO_COROUTINE,
                    "Channel",
                    chunk,
                    1.5,
                    { fromThread(RingCoroutines(ByteRing.ofCapacity(CAPACITY), chunk), it) },
                    { partner ->
                        ChannelCoroutines(CAPACITY, chunk).let {
                            ThreadToCoroutine(it, partner, it::sendBlocking)
                        }
                    },
                ),
                coroutines(
                    Group.THREAD_TO_COROUTINE,
                    "Ktor ByteChannel",
                    chunk,
                    1.0,
                    { fromThread(RingCoroutines(ByteRing.ofCapacity(CAPACITY), chunk), it) },
                    { partner ->
                        KtorCoroutines(chunk).let {
                            ThreadToCoroutine(it, partner, it::sendBlocking)
                        }
                    },
                ),
            )
    }

private fun fromThread(pipe: RingCoroutines, partner: Partner) =
    ThreadToCoroutine(pipe, partner, pipe::sendBlocking)

private fun coroutines(
    group: Group,
    variant: String,
    chunk: Int,
    goal: Double,
    ours: (Partner) -> Contestant,
    peer: (Partner) -> Contestant,
) =
    Duel(
        group,
        variant,
        chunk,
        CAPACITY,
        Duels.batch(chunk, CAPACITY),
        goal,
        chunk != KIB,
        ours = ours,
        peer = peer,
    )
