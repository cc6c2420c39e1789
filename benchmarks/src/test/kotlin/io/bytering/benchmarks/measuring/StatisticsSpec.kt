package io.bytering.benchmarks.measuring

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Measure
import io.bytering.benchmarks.duel.Partner
import io.bytering.benchmarks.duel.Turns
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.shouldBe

class StatisticsSpec :
    FunSpec({
        test("the median of an odd count is the middle one, of an even count the mean of the two") {
            Spread.of(listOf(3.0, 100.0, 1.0)).median shouldBe 3.0
            Spread.of(listOf(4.0, 1.0, 3.0, 100.0)).median shouldBe 3.5
            Spread.of(listOf(7.0)) shouldBe Spread(7.0, 7.0, 7.0)
        }

        test("the spread is that of the middle half, so one outlier is not seen") {
            val spread = Spread.of(listOf(1.0, 2.0, 3.0, 4.0, 1000.0))
            spread.low shouldBe 2.0
            spread.high shouldBe 4.0
        }

        test("no values are an error") {
            shouldThrow<IllegalArgumentException> { Spread.of(listOf()) }
        }

        test("turns go A B B A, and start over after a cycle") {
            (0..7).map { if (Turns.isOurs(it)) 'A' else 'B' }.joinToString("") shouldBe "ABBAABBA"
            (0..100).forEach { Turns.isOurs(it) shouldBe Turns.isOurs(it + Turns.CYCLE) }
        }

        test("rounds that were next to each other are a pair, whichever came first") {
            Pairs.of(listOf("a0", "b0", "b1", "a1", "a2", "b2")) shouldBe
                Pairs(listOf("a0", "a1", "a2"), listOf("b0", "b1", "b2"))
        }

        test("a round without its other is an error") {
            shouldThrow<IllegalArgumentException> { Pairs.of(listOf(1, 2, 3)) }.message shouldBe
                "a round has no other: 3 rounds"
        }

        test("drift of the machine is not in the ratio of pairs") {
            // Twice as fast, on a machine that becomes four times as slow meanwhile.
            val slowness = (0 until 40).map { 1 + 3 * it / 39.0 }
            val rounds = slowness.mapIndexed { i, slow ->
                (if (Turns.isOurs(i)) 2e6 else 1e6) / slow
            }
            val outcome = outcome(Measure.RATE, Pairs.of(rounds))
            outcome.ratio.median shouldBe (2.0 plusOrMinus 0.1)
        }

        test("above 1 the ring is faster, for rates and for times") {
            outcome(Measure.RATE, Pairs(listOf(3.0), listOf(1.5))).ratio.median shouldBe 2.0
            outcome(Measure.TIME, Pairs(listOf(1.5), listOf(3.0))).ratio.median shouldBe 2.0
        }

        test("a goal is reached by the ratio of medians") {
            val pairs = Pairs(listOf(2.0, 2.0, 90.0), listOf(1.0, 1.0, 1.0))
            outcome(Measure.RATE, pairs, goal = 2.0).isReached shouldBe true
            outcome(Measure.RATE, pairs, goal = 2.1).isReached shouldBe false
            outcome(Measure.RATE, pairs).isReached shouldBe null
        }
    })

internal fun outcome(measure: Measure, rounds: Pairs<Double>, goal: Double? = null): Outcome {
    val nothing = { _: Partner -> error("not to be run") }
    val duel =
        Duel(
            Group.MESSAGES,
            "<peer>",
            8,
            1024,
            1,
            goal,
            measure = measure,
            ours = nothing,
            peer = nothing,
        )
    return Outcome(
        duel,
        rounds,
        rounds.map { 0.0 },
        Pairs(listOf(Times(1e-6, 2e-6, 3e-6)), listOf(Times(1e-6, 2e-6, 3e-6))),
    )
}
