package io.bytering.benchmarks.latency

import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.Partner
import io.bytering.benchmarks.duel.Pipe

/** The partner sleeps until a message comes. */
class WakeUp(private val pipe: Pipe, private val partner: Partner) : Contestant {
    @Volatile private var arrived = 0L
    @Volatile private var last = Long.MAX_VALUE
    private var sent = 0L

    override fun beginRound() {
        last = Long.MAX_VALUE
        partner.start {
            do {
                pipe.receive(1)
                val count = arrived + 1
                val over = count == last
                arrived = count
            } while (!over)
        }
    }

    override fun batch(ops: Int) {
        repeat(ops) {
            sent++
            pipe.send(1)
            while (arrived != sent) Thread.onSpinWait()
        }
    }

    override fun endRound() {
        last = sent + 1
        batch(1)
        partner.join()
    }

    override fun close(): Unit = pipe.close()
}
