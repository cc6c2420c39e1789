package io.bytering.benchmarks.latency

import io.bytering.benchmarks.coroutines.SuspendingPipe
import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.Partner
import io.bytering.benchmarks.duel.Pipe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** A message goes to another thread, and another one comes back. */
class RoundTrip(private val there: Pipe, private val back: Pipe, private val partner: Partner) :
    Contestant {
    @Volatile private var over = false

    override fun beginRound() {
        over = false
        partner.start {
            do {
                there.receive(1)
                val last = over
                back.send(1)
            } while (!last)
        }
    }

    override fun batch(ops: Int) {
        repeat(ops) {
            there.send(1)
            back.receive(1)
        }
    }

    override fun endRound() {
        over = true
        batch(1)
        partner.join()
    }

    override fun close() {
        there.close()
        back.close()
    }
}

/** A message goes to another coroutine on [Dispatchers.Default], and one comes back. */
class SuspendingRoundTrip(private val there: SuspendingPipe, private val back: SuspendingPipe) :
    Contestant {
    override fun batch(ops: Int) =
        runBlocking(Dispatchers.Default) {
            launch {
                repeat(ops) {
                    there.receive(1)
                    back.send(1)
                }
            }
            repeat(ops) {
                there.send(1)
                back.receive(1)
            }
        }

    override fun close() {
        there.close()
        back.close()
    }
}
