package io.bytering.samples.hello

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class HelloManyWritersSpec :
    FunSpec({
        timeout = 300_000

        test("what many threads send arrives, all of it") {
            HelloManyWriters.sum(4, 10_000) shouldBe 4 * (0L until 10_000L).sum()
        }

        test("a message comes back as it went") {
            HelloManyWriters.echo(byteArrayOf(1, 2, 3)) shouldBe byteArrayOf(1, 2, 3)
        }
    })
