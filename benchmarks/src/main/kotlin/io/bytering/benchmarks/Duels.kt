package io.bytering.benchmarks

import io.bytering.benchmarks.broadcast.broadcastDuels
import io.bytering.benchmarks.coroutines.coroutineDuels
import io.bytering.benchmarks.coroutines.manySendersDuels
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.latency.latencyDuels
import io.bytering.benchmarks.messages.manyWritersDuels
import io.bytering.benchmarks.messages.messageDuels
import io.bytering.benchmarks.messages.oneThreadDuels
import io.bytering.benchmarks.relays.relayDuels
import io.bytering.benchmarks.streams.streamDuels
import io.bytering.benchmarks.streams.virtualThreadDuels
import io.bytering.benchmarks.variants.layoutDuels
import io.bytering.benchmarks.variants.pinnedDuels
import io.bytering.benchmarks.variants.storageDuels

/** All there are. */
object Duels {
    val all: List<Duel> =
        messageDuels() +
            oneThreadDuels() +
            manyWritersDuels() +
            streamDuels() +
            coroutineDuels() +
            manySendersDuels() +
            latencyDuels() +
            relayDuels() +
            broadcastDuels() +
            virtualThreadDuels() +
            storageDuels() +
            layoutDuels() +
            pinnedDuels()

    fun byId(id: String): Duel = all.single { it.id == id }
}
