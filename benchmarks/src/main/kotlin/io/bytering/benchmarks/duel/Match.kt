package io.bytering.benchmarks.duel

/**
 * Whose turn it is: ours and the peer's rounds in pairs; every second pair the other way round, so
 * that drift cancels out.
 */
object Turns {
    fun isOurs(round: Int): Boolean = (round % 2 == 0) == (round / 2 % 2 == 0)

    /** After so many rounds it starts over. Warming up takes a multiple of it. */
    const val CYCLE: Int = 4
}

/** A duel at work: both contestants, of whom one has its turn. */
class Match(private val duel: Duel) : AutoCloseable {
    private val partner = Partner()
    private val ours = duel.ours(partner)
    private val peer = duel.peer(partner)
    private var round = 0
    private var current = ours

    /** Both once, comparing every byte. */
    @JvmOverloads
    fun rehearse(ops: Int = duel.ops) {
        Check.careful = true
        for (contestant in listOf(ours, peer)) {
            contestant.beginRound()
            contestant.batch(ops)
            contestant.endRound()
        }
        Check.careful = false
    }

    /** Both for so long and without a pause, so that it is not the interpreter that is measured. */
    fun warmUp(millis: Int) {
        for (contestant in listOf(ours, peer)) {
            contestant.beginRound()
            val end = System.nanoTime() + millis * 1_000_000L
            do contestant.batch(duel.ops) while (System.nanoTime() < end)
            contestant.endRound()
        }
    }

    fun beginRound() {
        current = if (Turns.isOurs(round++)) ours else peer
        current.beginRound()
    }

    fun batch(): Unit = current.batch(duel.ops)

    fun endRound(): Unit = current.endRound()

    override fun close() {
        ours.close()
        peer.close()
        partner.close()
    }
}
