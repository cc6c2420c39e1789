package io.bytering.benchmarks.latency

import io.bytering.ByteRing
import io.bytering.benchmarks.coroutines.ChannelCoroutines
import io.bytering.benchmarks.coroutines.KtorCoroutines
import io.bytering.benchmarks.coroutines.RingCoroutines
import io.bytering.benchmarks.coroutines.SuspendingPipe
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Measure
import io.bytering.benchmarks.duel.Pipe
import io.bytering.benchmarks.duel.Sizes.KIB
import io.bytering.benchmarks.messages.AgronaMessages
import io.bytering.benchmarks.messages.JctoolsMessages
import io.bytering.benchmarks.messages.RingMessages
import io.bytering.benchmarks.messages.silentRing
import io.bytering.benchmarks.streams.LockedBuffer
import io.bytering.benchmarks.streams.NioPipe
import io.bytering.benchmarks.streams.OkioPipe
import io.bytering.benchmarks.streams.PipedStreams
import io.bytering.benchmarks.streams.RingStream
import io.bytering.blocking.WaitStrategy

private const val CAPACITY = 64 * KIB
private const val SIZE = 8

internal fun latencyDuels(): List<Duel> = roundTrips() + suspendingRoundTrips() + wakeUps()

private fun silent(): Pipe = RingMessages(silentRing(CAPACITY), SIZE)

private fun parking(): Pipe =
    RingStream(ByteRing.ofCapacity(CAPACITY), SIZE, WaitStrategy.parking())

private fun roundTrips(): List<Duel> =
    listOf<Triple<String, () -> Pipe, () -> Pipe>>(
            Triple("spin: Agrona", ::silent) { AgronaMessages(CAPACITY, SIZE) },
            Triple("spin: JCTools", ::silent) { JctoolsMessages(CAPACITY, SIZE) },
            Triple("park: Piped", ::parking) { PipedStreams(CAPACITY, SIZE) },
            Triple("park: nio Pipe", ::parking) { NioPipe(SIZE) },
            Triple("park: okio Pipe", ::parking) { OkioPipe(CAPACITY, SIZE) },
            Triple("park: locked", ::parking) {
                LockedBuffer(CAPACITY, SIZE)
            },
        )
        .map { (variant, ours, peer) ->
            Duel(
                Group.ROUND_TRIP,
                variant,
                SIZE,
                CAPACITY,
                1,
                measure = Measure.TIME,
                ours = { RoundTrip(ours(), ours(), it) },
                peer = { RoundTrip(peer(), peer(), it) },
            )
        }

private fun suspendingRoundTrips(): List<Duel> {
    val ours = { RingCoroutines(ByteRing.ofCapacity(CAPACITY), SIZE) }
    return listOf<Pair<String, () -> SuspendingPipe>>(
            "await: Channel" to { ChannelCoroutines(CAPACITY, SIZE) },
            "await: Ktor" to { KtorCoroutines(SIZE) },
        )
        .map { (variant, peer) ->
            Duel(
                Group.ROUND_TRIP,
                variant,
                SIZE,
                CAPACITY,
                TRIPS,
                measure = Measure.TIME,
                ours = { SuspendingRoundTrip(ours(), ours()) },
                peer = { SuspendingRoundTrip(peer(), peer()) },
            )
        }
}

/** So many in one sample, as its coroutines are started in it. */
private const val TRIPS = 100

private fun wakeUps(): List<Duel> =
    listOf<Triple<String, Double?, () -> Pipe>>(
            Triple("Piped, no flush", 100.0) {
                PipedStreams(CAPACITY, SIZE, flushes = false)
            },
            Triple("PipedStreams", null) { PipedStreams(CAPACITY, SIZE) },
            Triple("nio Pipe", null) { NioPipe(SIZE) },
            Triple("okio Pipe", null) { OkioPipe(CAPACITY, SIZE) },
            Triple("locked Buffer", null) { LockedBuffer(CAPACITY, SIZE) },
            Triple("ring, back off", null) { RingStream(ByteRing.ofCapacity(CAPACITY), SIZE) },
        )
        .map { (variant, goal, peer) ->
            Duel(
                Group.WAKE_UP,
                variant,
                SIZE,
                CAPACITY,
                1,
                goal,
                measure = Measure.TIME_FROM_REST,
                ours = { WakeUp(parking(), it) },
                peer = { WakeUp(peer(), it) },
            )
        }
