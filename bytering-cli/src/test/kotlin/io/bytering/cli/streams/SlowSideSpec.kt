package io.bytering.cli.streams

import io.bytering.ByteRing
import io.bytering.blocking.WaitStrategy
import io.bytering.cli.progress.WaitFor
import io.bytering.cli.progress.Waits
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import java.nio.ByteBuffer
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.atomic.AtomicLong
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes

/**
 * Sides that are made slow or quick: the words about them are right each time. Time passes only
 * where a case says so, whatever the machine does meanwhile.
 */
class SlowSideSpec :
    FunSpec({
        timeout = 10.minutes.inWholeMilliseconds

        context("the words about a transfer are right in 25 of 25 cases, if") {
            withTests(
                nameFn = { (name, _) -> name },
                "the source is slow" to "the writer made the reader wait ",
                "the sink is slow" to "the reader made the writer wait ",
                "first the one is slow and then the other" to "each made the other wait: ",
                "they are in step" to "neither side made the other wait ",
            ) { (kind, words) ->
                repeat(25) { seed ->
                    val case = Case(Random(seed))
                    when (kind) {
                        "the source is slow" -> case.slowSource(case.chunks)
                        "the sink is slow" -> case.slowSource(0)
                        "they are in step" -> case.inStep()
                        else -> case.slowSource(case.chunks / 2)
                    }
                    withClue("seed $seed") { case.run() shouldStartWith words }
                }
            }
        }

        test(
            "a sink that takes what the ring holds when the source has ended is slow all the time"
        ) {
            val case = Case(Random(1), chunks = 3) // there is room for all of them
            case.slowSource(0)
            case.run() shouldBe "the reader made the writer wait 100 % of the time"
        }

        test("a limit is not the fault of a side") {
            val time = AtomicLong()
            val waits = Waits(time::get)
            val pace = Pace(1_000_000, time::get) { time.addAndGet(it) }
            val ring = ByteRing.builder().capacity(1000).build()
            val source = TestSource(ByteArray(100_000))
            val limits = Limits(pace)
            Transfer(
                    Named("source", source),
                    Named("sink", TestSink()),
                    ring,
                    WaitStrategy.backOff(),
                    limits,
                    waits,
                )
                .run()
            waits.now.inWords() shouldStartWith "the rate limit held both up "
        }
    })

private const val CHUNK = 1000

private class Case(private val random: Random, val chunks: Int = random.nextInt(20, 60)) {
    private val time = AtomicLong()
    private val waits = Waits(time::get)
    private lateinit var insideSource: (chunk: Int) -> Unit
    private lateinit var insideSink: (chunk: Int) -> Unit

    /** Up to a chunk the sink waits for the source, and from there on the source for the sink. */
    fun slowSource(until: Int) {
        insideSource = { if (it < until) passWhile(WaitFor.WRITER) }
        insideSink = { if (it >= until) passWhile(WaitFor.READER) }
    }

    /** Time passes only while each is busy at its own end. */
    fun inStep() {
        val both = CyclicBarrier(2) { pass() }
        insideSource = { if (it > 0) both.await() }
        insideSink = { both.await() }
    }

    private fun passWhile(what: WaitFor) {
        while (what !in waits) Thread.yield()
        pass()
    }

    private fun pass() {
        time.addAndGet(random.nextLong(10, 20))
    }

    /** Returns the words. */
    fun run(): String {
        val source =
            object : ScatteringByteChannel {
                var given = 0

                override fun read(dsts: Array<ByteBuffer>, offset: Int, length: Int): Long {
                    insideSource(given)
                    if (given == chunks) return -1
                    given++
                    var count = 0
                    for (buffer in dsts.slice(offset until offset + length)) {
                        while (count < CHUNK && buffer.hasRemaining()) {
                            buffer.put(0)
                            count++
                        }
                    }
                    return count.toLong()
                }

                override fun read(dsts: Array<ByteBuffer>) = read(dsts, 0, dsts.size)

                override fun read(dst: ByteBuffer) = read(arrayOf(dst)).toInt()

                override fun isOpen() = true

                override fun close() = Unit
            }
        val sink =
            object : GatheringByteChannel {
                var taken = 0

                override fun write(srcs: Array<ByteBuffer>, offset: Int, length: Int): Long {
                    insideSink(taken++)
                    var count = 0
                    for (buffer in srcs.slice(offset until offset + length)) {
                        while (count < CHUNK && buffer.hasRemaining()) {
                            buffer.get()
                            count++
                        }
                    }
                    return count.toLong()
                }

                override fun write(srcs: Array<ByteBuffer>) = write(srcs, 0, srcs.size)

                override fun write(src: ByteBuffer) = write(arrayOf(src)).toInt()

                override fun isOpen() = true

                override fun close() = Unit
            }
        val ring = ByteRing.builder().capacity(4 * CHUNK).build()
        Transfer(
                Named("source", source),
                Named("sink", sink),
                ring,
                WaitStrategy.backOff(),
                waits = waits,
            )
            .run()
        return waits.now.inWords()
    }
}
