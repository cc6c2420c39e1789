package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.Waiter
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.LAZY
import kotlinx.coroutines.Job
import kotlinx.coroutines.async

private const val CAPACITY = 64
private const val CANCELLED_AT = 10_000
private const val LONG = 1_000_000

/** Calls that loop can be cancelled although the other side never lets them wait. */
class LongLoopsSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        suspend fun stops(name: String, job: Job, moved: () -> Long) {
            job.join()
            withClue(name) {
                job.isCancelled shouldBe true
                moved().toInt() shouldBeInRange CANCELLED_AT..CANCELLED_AT + CAPACITY
            }
        }

        test("a read from a ring that is never empty") {
            for (reads in 0..1) {
                val ring = heapRing(CAPACITY)
                val reading =
                    async(start = LAZY) {
                        if (reads == 0) ring.reader().readFully(ByteArray(LONG))
                        else ring.reader().readFully(ByteBuffer.allocate(LONG))
                    }
                refill(ring) { if (ring.reader().position() >= CANCELLED_AT) reading.cancel() }
                stops("read $reads", reading) { ring.reader().position() }
            }
        }

        test("a write to a ring that is never full") {
            for (writes in 0..1) {
                val ring = heapRing(CAPACITY)
                val writing =
                    async(start = LAZY) {
                        if (writes == 0) ring.writer().writeFully(ByteArray(LONG))
                        else ring.writer().writeFully(ByteBuffer.allocate(LONG))
                    }
                empty(ring) { if (ring.writer().position() >= CANCELLED_AT) writing.cancel() }
                stops("write $writes", writing) { ring.writer().position() }
            }
        }

        test("a copy between two such rings") {
            val from = heapRing(CAPACITY)
            val to = heapRing(CAPACITY)
            val copying = async(start = LAZY) { from.reader().copyTo(to.writer()) }
            refill(from) {}
            empty(to) { if (to.writer().position() >= CANCELLED_AT) copying.cancel() }
            stops("copy", copying) { to.writer().position() }
        }
    })

/** Fills the ring the moment something is taken, on the thread that takes it. */
private fun refill(ring: ByteRing, onEach: () -> Unit) {
    val writer = ring.writer()
    val bytes = ByteArray(CAPACITY)
    val waiter =
        object : Waiter {
            override fun wake() {
                do {
                    writer.write(bytes, 0, CAPACITY)
                    onEach()
                } while (!writer.arm(this, 1))
            }
        }
    waiter.wake()
}

/** Empties the ring the moment something is put there, on the thread that puts it. */
private fun empty(ring: ByteRing, onEach: () -> Unit) {
    val reader = ring.reader()
    val waiter =
        object : Waiter {
            override fun wake() {
                do {
                    reader.skip(CAPACITY)
                    onEach()
                } while (!reader.arm(this, 1))
            }
        }
    waiter.wake()
}
