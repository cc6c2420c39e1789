package io.bytering.benchmarks.report

import io.bytering.benchmarks.duel.Measure
import io.bytering.benchmarks.measuring.Pairs
import io.bytering.benchmarks.measuring.outcome
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class ReportSpec :
    FunSpec({
        test("the page says which goals were reached, and shows names as they are") {
            val folder = tempdir().toPath()
            val pairs = Pairs(listOf(2.0, 2.0), listOf(1.0, 1.0))
            Report(folder, Machine(mapOf("processor" to "A & B")), quick = false)
                .write(listOf(outcome(Measure.RATE, pairs, 2.0), outcome(Measure.TIME, pairs, 2.0)))
            val page = folder.resolve("index.html").toFile().readText()
            page shouldContain ">reached<"
            page shouldContain ">missed<"
            page shouldContain "A &amp; B"
            page shouldContain "&lt;peer&gt;"
            page shouldNotContain "<peer>"
        }
    })
