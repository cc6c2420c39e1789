package io.bytering.cli.relay

import io.bytering.ByteRing
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import java.nio.ByteBuffer

class RelayLineSpec :
    FunSpec({
        /** Some connections that moved some bytes. */
        suspend fun stats(): RelayStats {
            val stats = RelayStats()
            repeat(123) { stats.opened() }
            repeat(12) { stats.failed() }
            for (flow in listOf(stats.toTarget, stats.toClient)) {
                val ring = ByteRing.ofCapacity(1_020_000)
                flow.counting(ring.statistics()) {
                    ring.writer().write(ByteBuffer.allocate(1_020_000))
                    ring.reader().read(ByteBuffer.allocate(1_020_000))
                }
            }
            return stats
        }

        test("all of it, where there is no terminal") {
            RelayLine(stats(), 0).text(1_000_000_000, Int.MAX_VALUE) shouldBe
                "123 open, 123 in all, 12 failed" +
                    " | there 996 KiB 996 KiB/s, waits 0 full 0 empty, at most 996 KiB" +
                    " | back 996 KiB 996 KiB/s, waits 0 full 0 empty, at most 996 KiB"
        }

        test("both directions with bytes and rates fit 80 columns") {
            RelayLine(stats(), 0).text(1_000_000_000, 79) shouldBe
                "123 open, 12 failed | there 996 KiB 996 KiB/s | back 996 KiB 996 KiB/s"
        }

        context("both rates are there in a terminal of") {
            withTests(nameFn = { "$it columns" }, 24, 30, 40, 60, 80, 132, 200) {
                val line = RelayLine(stats(), 0).text(1_000_000_000, it - 1)
                line.length shouldBeLessThanOrEqual it - 1
                line shouldMatch ".*996 KiB/s.* 996 KiB/s.*"
            }
        }

        test("at the end each direction has a line of its own, of less than 80 columns") {
            val lines = stats().summary()
            lines[0] shouldBe "123 connections, 12 failed"
            lines[1] shouldContain "to target: 996 KiB (waits: 0 full, 0 empty; at most 996 KiB"
            lines.size shouldBe 3
            for (line in lines) line.length shouldBeLessThanOrEqual 79
        }
    })
