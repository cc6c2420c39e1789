package io.bytering.benchmarks

/** All there are. */
object Duels {
    const val KIB: Int = 1 shl 10
    const val MIB: Int = 1 shl 20

    val all: List<Duel> =
        messageDuels() +
            oneThreadDuels() +
            streamDuels() +
            coroutineDuels() +
            latencyDuels() +
            relayDuels() +
            broadcastDuels() +
            virtualThreadDuels() +
            storageDuels() +
            layoutDuels() +
            pinnedDuels()

    fun byId(id: String): Duel = all.single { it.id == id }

    /** A batch is several rings long, and takes a few milliseconds. */
    fun batch(size: Int, capacity: Int): Int =
        maxOf(8 * (capacity / size), minOf(100_000, 16 * MIB / size))
}
