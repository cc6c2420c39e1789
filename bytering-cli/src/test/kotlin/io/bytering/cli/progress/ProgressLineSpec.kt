package io.bytering.cli.progress

import com.github.ajalt.mordant.rendering.AnsiLevel
import io.bytering.cli.terminal.StandardError
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

class ProgressLineSpec :
    FunSpec({
        val mib = 1L shl 20

        fun on(columns: Int?, unicode: Boolean = true, color: AnsiLevel = AnsiLevel.NONE) =
            StandardError(columns, unicode, color)

        fun drawn(columns: Int?, total: Long?, moved: Long, vararg fills: Double) =
            ProgressLine(on(columns), total, fills.size)
                .draw(moved, fills.toList(), Recent(512.0 * mib, null))
                .trimEnd()

        test("tells bytes, rate, how full the ring is, percent and the time left") {
            val line = drawn(100, 400 * mib, 100 * mib, 0.37)
            line shouldContain "100 MiB"
            line shouldContain "512 MiB/s"
            line shouldContain Regex("ring +37%")
            line shouldContain " 25%"
            line shouldContain "left"
        }

        test("tells how full each of four rings is") {
            drawn(80, 400 * mib, 1, 0.0, 1.0, 0.12, 0.5) shouldContain "rings   0 100  12  50%"
        }

        test("without a size there is no percent, but the time that has passed") {
            val line = drawn(100, null, 100 * mib, 0.37)
            line shouldNotContain "left"
            line shouldContain "0:00"
            line.count { it == '%' } shouldBe 1
        }

        test("a size that was wrong is no longer believed") {
            drawn(100, 10 * mib, 11 * mib, 0.1) shouldNotContain "left"
        }

        test("never reaches the last column, whatever there is to tell") {
            for (columns in 24..200) {
                for (total in listOf(null, 0L, 1000 * mib)) {
                    for (rings in listOf(1, 4)) {
                        val fills = DoubleArray(rings) { 1.0 }
                        for (moved in listOf(0L, total ?: mib)) {
                            drawn(columns, total, moved, *fills).length shouldBeLessThan columns
                        }
                    }
                }
            }
        }

        test("shrinks the bar first, then leaves out what tells the least") {
            val recent = Recent(512.0 * mib, Waited(100, forReader = 83))
            fun line(columns: Int) =
                ProgressLine(on(columns, unicode = false), 400 * mib, 1)
                    .draw(100 * mib, listOf(0.37), recent)
                    .trimEnd()
            fun bar(columns: Int) = Regex("#+\\.+").find(line(columns))!!.value.length
            for (columns in 120..200) {
                line(columns) shouldContain "avg"
                bar(columns) shouldBe bar(columns - 1) + 1
            }
            line(80) shouldContain Regex("100 MiB .* reader slow 83% +#+\\.+ +25%.*left")
            line(79) shouldContain Regex("ring +37% +reader slow 83% +25%.*left")
            line(70) shouldContain Regex("reader slow 83% +25%.*left")
            line(50) shouldContain Regex("reader slow 83% +25%")
            line(24) shouldBe " 100 MiB   512 MiB/s"
        }

        test("follows a terminal that changes its width") {
            var columns = 100
            val line =
                ProgressLine(StandardError(80, false, AnsiLevel.NONE) { columns }, 4 * mib, 1)
            fun drawn() = line.draw(mib, listOf(0.5), null).trimEnd().length
            for (width in listOf(100, 60, 150, 24)) {
                columns = width
                drawn() shouldBeLessThan width
            }
            columns = 200
            drawn() shouldBeGreaterThan 150
        }

        test("begins with the name") {
            val line = ProgressLine(on(24), null, 1, name = "a name that is longer than the line:")
            line.draw(mib, listOf(0.5), null).trimEnd().length shouldBeLessThan 24
            ProgressLine(on(80), null, 1, "backup:").draw(mib, listOf(0.5), null) shouldStartWith
                "backup:"
        }

        test("is plain ASCII where the terminal shows nothing else") {
            val line = ProgressLine(on(120, unicode = false), 4 * mib, 1)
            val text = line.draw(2 * mib, listOf(0.5), null)
            text shouldContain "####"
            text.all { it in ' '..'~' } shouldBe true
        }

        test("has colours only where they are wanted") {
            val color = ProgressLine(on(120, color = AnsiLevel.ANSI16), 4 * mib, 1)
            color.draw(2 * mib, listOf(0.5), null) shouldContain "\u001b["
            drawn(120, 4 * mib, mib, 0.5) shouldNotContain "\u001b"
        }

        test("clocks") {
            ProgressLine.clock(7.seconds) shouldBe "0:07"
            ProgressLine.clock(12.minutes + 34.seconds) shouldBe "12:34"
            ProgressLine.clock(26.hours + 2.minutes + 3.seconds) shouldBe "26:02:03"
        }

        test("the summary divides by the time") {
            Progress.summary(4L shl 30, 2_000_000_000) shouldBe "4.00 GiB in 2.00 s, 2.00 GiB/s"
            Progress.summary(0, 0) shouldStartWith "0 B in 0.00 s"
        }

        test("speed is that of the last two seconds") {
            val speed = Speedometer(0)
            val second = 1_000_000_000L
            speed.at(0, 0) shouldBe null
            speed.at(second, 10) shouldBe 10.0
            speed.at(2 * second, 20) shouldBe 10.0
            speed.at(3 * second, 20) shouldBe 5.0
            speed.at(4 * second, 20) shouldBe 0.0
        }
    })
