package io.bytering.samples.hello

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class HelloBroadcastSpec :
    FunSpec({
        timeout = 300_000

        test("every reader of a broadcast gets what was written") {
            HelloBroadcast.halves() shouldBe 15
        }

        test("two threads read one log") {
            val log = List(10_000) { if (it % 7 == 0) "ERROR $it" else "INFO $it" }
            HelloBroadcast.count(log) shouldBe "10000 lines, 1429 errors"
        }

        test("a recorder overwrites what nobody has played") {
            HelloBroadcast.record(ByteArray(512), 4) shouldBe "1024 bytes played, 0 missed"
            HelloBroadcast.record(ByteArray(512), 18) shouldBe "1024 bytes played, 5120 missed"
        }
    })
