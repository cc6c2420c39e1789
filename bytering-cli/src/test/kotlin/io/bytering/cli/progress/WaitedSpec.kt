package io.bytering.cli.progress

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe

class WaitedSpec :
    FunSpec({
        context("says which side was slow") {
            withTests(
                nameFn = { (waited, _) -> "$waited" },
                Waited(100, 83, 2) to "the reader made the writer wait 83 % of the time",
                Waited(100, 2, 83) to "the writer made the reader wait 83 % of the time",
                Waited(100, 83, 12) to "the reader made the writer wait 83 % of the time",
                Waited(100, 40, 35) to
                    "each made the other wait: the writer 40 % of the time, the reader 35 %",
                Waited(1000, 61, 3) to
                    "neither side made the other wait for more than 7 % of the time",
                Waited(100, 3, 4, 90) to "the rate limit held both up 90 % of the time",
                Waited(100, 0, 60, 30) to "the writer made the reader wait 60 % of the time",
                Waited() to "neither side made the other wait for more than 0 % of the time",
            ) { (waited, words) ->
                waited.inWords() shouldBe words
                waited.inShort().length shouldBeLessThanOrEqual Waited.SHORT
            }
        }

        test("says it shortly") {
            Waited(100, 100, 0).inShort() shouldBe "reader slow 100%"
            Waited(100, 0, 11).inShort() shouldBe "writer slow 11%"
            Waited(100, 30, 30).inShort() shouldBe "both by turns"
            Waited(100, 3, 3).inShort() shouldBe "neither slow"
            Waited(100, 3, 3, 50).inShort() shouldBe "at the limit"
        }

        test("adds up each wait, also one that lasts, and none in which both wait") {
            var time = 0L
            val waits = Waits { time }
            time = 10
            waits.now shouldBe Waited(10)
            waits.during(WaitFor.READER) {
                time = 15
                waits.now shouldBe Waited(15, forReader = 5)
                time = 20
            }
            time = 30
            waits.begin(WaitFor.WRITER)
            time = 37
            waits.during(WaitFor.READER) { time = 50 }
            time = 52
            waits.now shouldBe Waited(52, forReader = 10, forWriter = 9)
        }

        test("what is waited while a limit holds bytes back is its doing") {
            var time = 0L
            val waits = Waits { time }
            waits.begin(WaitFor.READER)
            waits.during(WaitFor.LIMIT) { time = 8 }
            time = 10
            waits.now shouldBe Waited(10, forReader = 2, forLimit = 8)
        }

        test("a live line is about the last two seconds") {
            val second = 1_000_000_000L
            val speed = Speedometer(0, Waited())
            fun at(seconds: Long, waited: Waited) =
                speed.recent(seconds * second, 0, waited)?.waited
            at(1, Waited(10, forReader = 10)) shouldBe Waited(10, forReader = 10)
            at(2, Waited(20, forReader = 20)) shouldBe Waited(20, forReader = 20)
            at(3, Waited(30, forReader = 20, forWriter = 10)) shouldBe
                Waited(20, forReader = 10, forWriter = 10)
            at(4, Waited(40, forReader = 20, forWriter = 20)) shouldBe Waited(20, forWriter = 20)
        }
    })
