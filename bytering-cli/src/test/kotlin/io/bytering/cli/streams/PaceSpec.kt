package io.bytering.cli.streams

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.doubles.shouldBeBetween
import io.kotest.matchers.doubles.shouldBeLessThan
import io.kotest.matchers.longs.shouldBeGreaterThan
import kotlin.random.Random

private const val MILLI = 1_000_000L
private const val WINDOW = 100 * MILLI

/** Time moves by hand: as long as a sleep or a write says. */
class PaceSpec :
    FunSpec({
        context("is within 1 % over every tenth of a second at") {
            withTests(
                nameFn = { "$it bytes a second" },
                30_000L,
                1_000_003L,
                50L shl 20,
                1_000_000_000L,
            ) {
                val run = PacedRun(it)
                run.until(2000 * MILLI)
                for ((start, bytes) in run.windows()) {
                    withClue("from $start ns on") {
                        (bytes * 10.0 / it).shouldBeBetween(0.99, 1.01, 0.0)
                    }
                }
            }
        }

        context("makes no burst of what a reader did not take at") {
            withTests(nameFn = { "$it bytes a second" }, 30_000L, 1_000_000_000L) {
                val run = PacedRun(it)
                run.until(500 * MILLI)
                run.time += 1000 * MILLI // inside a write
                run.until(2500 * MILLI)
                for ((_, bytes) in run.windows()) (bytes * 10.0 / it) shouldBeLessThan 1.01
            }
        }

        test("makes up for a sleep that was too long") {
            val run = PacedRun(1_000_000_000)
            run.until(500 * MILLI)
            run.oversleep = 5 * MILLI
            run.until(1000 * MILLI)
            (run.sent / 1e9).shouldBeBetween(0.995, 1.005, 0.0)
        }

        test("does not make up for having been stopped") {
            val run = PacedRun(1_000_000)
            run.until(500 * MILLI)
            run.oversleep = 3_600_000 * MILLI
            run.until(3_601_000 * MILLI)
            val most = run.windows().maxOf { (_, bytes) -> bytes }
            most.toDouble() shouldBeLessThan 125_000.0
        }

        test("a slow rate lets bytes through one by one") {
            val run = PacedRun(3)
            run.until(10_000 * MILLI)
            run.sent shouldBeGreaterThan 28
            run.sent.toDouble() shouldBeLessThan 32.0
        }
    })

private class PacedRun(rate: Long) {
    var time = 0L
    var oversleep = 0L
    var sent = 0L
        private set

    private val random = Random(1)
    private val events = ArrayList<Pair<Long, Long>>()
    private val pace =
        Pace(rate, { time }) {
            time += it + random.nextLong(100_000) + oversleep // a timer is never exact
            oversleep = 0
        }

    fun until(end: Long) {
        while (time < end) {
            pace.await()
            val count = pace.bytes(Chunked.CHUNK)
            time += 2000 + count / 8 // the write
            pace.passed(count.toLong())
            sent += count
            events += time to sent
        }
    }

    /** Where each window starts that is whole, and the bytes in it. */
    fun windows(): List<Pair<Long, Long>> {
        val windows = ArrayList<Pair<Long, Long>>()
        var end = 0
        for ((i, event) in events.withIndex()) {
            val (start, before) = event
            while (end < events.size && events[end].first <= start + WINDOW) end++
            if (end == events.size) break
            windows += start to events[end - 1].second - before
            val including = if (i == 0) 0 else events[i - 1].second
            windows += start to events[end - 1].second - including
        }
        return windows
    }
}
