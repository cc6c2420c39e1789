package io.bytering.benchmarks.measuring

import io.bytering.benchmarks.Duels
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.report.Machine
import io.bytering.benchmarks.report.Report
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.doubles.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.string.shouldContain

/** From JMH to the page, with rounds too short to say anything. */
class DriverSpec :
    FunSpec({
        System.setProperty("jmh.ignoreLock", "true")
        val driver = Driver(Effort(forks = 1, warmups = 4, pairs = 2, roundMillis = 5))

        fun quickest(group: Group) = Duels.all.first { it.group == group && it.quick }

        test("a rate, a time, a time from rest; each by turns in a JVM of its own") {
            val outcomes =
                listOf(Group.MESSAGES, Group.ROUND_TRIP).map { driver.measure(quickest(it)) }
            val woken =
                driver.measure(
                    Duels.all.first { it.group == Group.WAKE_UP && it.variant == "okio Pipe" }
                )
            for (outcome in outcomes + woken) {
                outcome.ratios shouldHaveSize 2
                outcome.ratio.low shouldBeGreaterThan 0.0
            }
            woken.times.shouldNotBeNull().ours.single().p999 shouldBeGreaterThan 1e-7

            val folder = tempdir().toPath()
            Report(folder, Machine.here(), quick = true).write(outcomes + woken)
            val page = folder.resolve("index.html").toFile().readText()
            page shouldContain Group.WAKE_UP.title
            for (plot in
                listOf("messages-ratios.svg", "round-trip-speeds.svg", "wake-up-ratios.svg")) {
                page shouldContain plot
                folder.resolve(plot).toFile().readText() shouldContain "<svg"
            }
            folder.resolve("results.json").toFile().readText() shouldContain
                outcomes.first().duel.id
        }
    })
