package io.bytering.coroutines.io

import com.sun.management.ThreadMXBean
import io.bytering.ByteRing
import io.bytering.coroutines.asRawSink
import io.bytering.coroutines.asRawSource
import io.bytering.coroutines.asSuspendingSink
import io.bytering.coroutines.asSuspendingSource
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.doubles.shouldBeLessThan
import java.lang.management.ManagementFactory
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.RawSource

/** Segments come from the pool and go back; what else is allocated is bounded here. */
internal class AllocationSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        for (storage in listOf("heap", "direct")) {
            test("next to nothing, where there is nothing to wait for: $storage") {
                val ring = Shape(100_000, storage).ring()
                val sink = ring.writer().asRawSink(parent = Job())
                val source = ring.reader().asRawSource(parent = Job())
                for (count in listOf(1L, 1000L, 20_000L)) {
                    val buffer = bufferOf(0, count.toInt())
                    perRound("blocking, $count bytes, $storage", 1.0) {
                        sink.write(buffer, count)
                        source.readAtMostTo(buffer, count)
                    }
                    val suspendingSink = ring.writer().asSuspendingSink()
                    val suspendingSource = ring.reader().asSuspendingSource()
                    // 24: Kotlin boxes what a suspending function returns. 64: the loop over
                    // segments.
                    val expected = if (count <= 8192) 24 else 24 + 64
                    perRound("suspending, $count bytes, $storage", expected + 1.0) {
                        suspendingSink.write(buffer, count)
                        suspendingSource.readAtMostTo(buffer, count)
                    }
                }
            }
        }

        test("a little for a coroutine's wait") {
            val there = ByteRing.ofCapacity(64)
            val back = ByteRing.ofCapacity(64)
            runBlocking {
                val echo = launch {
                    val source = there.reader().asSuspendingSource()
                    val sink = back.writer().asSuspendingSink()
                    val buffer = Buffer()
                    while (source.readAtMostTo(buffer, 1) > 0) sink.write(buffer, 1)
                }
                val sink = there.writer().asSuspendingSink()
                val source = back.reader().asSuspendingSource()
                val buffer = bufferOf(0, 1)
                val each =
                    leastPerRound(BATCHES) {
                        sink.write(buffer, 1)
                        source.readAtMostTo(buffer, 1)
                    }
                each / 2 shouldBeLessThan 600.0
                there.writer().close()
                echo.join()
            }
        }

        fun perWait(clue: String, atMost: Double, parent: Job?) {
            val there = ByteRing.ofCapacity(64)
            val back = ByteRing.ofCapacity(64)
            fun echo(source: RawSource, sink: RawSink): Double {
                val buffer = Buffer()
                return leastPerRound(BATCHES) {
                    source.readAtMostTo(buffer, 1)
                    sink.write(buffer, 1)
                }
            }
            val other = thread {
                back.writer().write(ByteArray(1), 0, 1)
                echo(there.reader().asRawSource(), back.writer().asRawSink())
            }
            val source = back.reader().asRawSource(parent = parent)
            val each = echo(source, there.writer().asRawSink())
            other.join()
            withClue(clue) { each shouldBeLessThan atMost }
        }

        test("nothing for a thread's wait, but with a parent job a little") {
            perWait("blocked", 1.0, null)
            perWait("blocked, with a parent", 300.0, Job())
        }
    })

private const val ROUNDS = 5_000
private const val BATCHES = 10
private const val MOST_BATCHES = 100

private val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean

private fun allocated() = threads.getCurrentThreadAllocatedBytes()

/**
 * Bytes per round on this thread, in the best of so many batches or the first one below [enough]:
 * code that is not compiled yet allocates more, and when the compiler gets round to it is up to the
 * machine. Inline: a lambda that suspends allocates.
 */
private inline fun leastPerRound(batches: Int, enough: Double = 0.0, round: () -> Unit): Double {
    var least = Double.MAX_VALUE
    for (batch in 1..batches) {
        val before = allocated()
        for (i in 0 until ROUNDS) round()
        least = minOf(least, (allocated() - before) / ROUNDS.toDouble())
        if (least < enough) break
    }
    return least
}

private inline fun perRound(clue: String, atMost: Double, round: () -> Unit) {
    val each = leastPerRound(MOST_BATCHES, enough = atMost, round)
    withClue(clue) { each shouldBeLessThan atMost }
}
