package io.bytering.benchmarks.footprint

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class FootprintSpec :
    FunSpec({
        test("idle rings and their peers can be counted") {
            Footprint.measure(100).map { it.name } shouldBe Footprint.all.keys.toList()
        }
    })
