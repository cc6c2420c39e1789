package io.bytering.samples.hello

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class HelloItemsSpec :
    FunSpec({
        test("all samples are summed up, and the tag stays on its item") {
            HelloItems.sum(FloatArray(100_000) { 0.5f }) shouldBe "50000.0 [Tag[1: peak]]"
        }

        test("every reader of a broadcast gets every sample") {
            HelloItems.broadcast(1.5f) shouldBe "1.5 1.5"
        }
    })
