package io.bytering.benchmarks.variants

import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.Partner
import java.util.BitSet
import net.openhft.affinity.Affinity

/** The same contestant, but in its rounds each of the two threads stays on a core of its own. */
class Pinned(private val contestant: Contestant, private val partner: Partner) : Contestant {
    private var before = BitSet()

    override fun beginRound() {
        before = Affinity.getAffinity()
        Affinity.setAffinity(core(0))
        onPartner { Affinity.setAffinity(core(1)) }
        contestant.beginRound()
    }

    override fun batch(ops: Int): Unit = contestant.batch(ops)

    override fun endRound() {
        contestant.endRound()
        onPartner { Affinity.setAffinity(before) }
        Affinity.setAffinity(before)
    }

    override fun close(): Unit = contestant.close()

    private fun onPartner(task: Runnable) {
        partner.start(task)
        partner.join()
    }

    /** The [index]-th of those that this process may use. */
    private fun core(index: Int): BitSet =
        BitSet().apply { set(before.stream().skip(index.toLong()).findFirst().orElseThrow()) }

    companion object {
        /** Whether threads can be pinned here, and there are two cores to pin them to. */
        val isSupported: Boolean by lazy { Affinity.getAffinity().cardinality() > 1 }
    }
}
