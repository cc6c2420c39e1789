package io.bytering.benchmarks

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Match
import io.bytering.benchmarks.duel.Turns
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.ints.shouldBeGreaterThan

/** Every duel works, and every byte arrives. */
class DuelsSpec :
    FunSpec({
        test("each has a name of its own") { Duels.all.map { it.id }.shouldBeUnique() }

        test("each group has some in the quick run") {
            for (group in Group.entries) {
                withClue(group) {
                    Duels.all.count { it.group == group && it.quick } shouldBeGreaterThan 0
                }
            }
        }

        context("both contestants move every byte, and take turns") {
            withData<Duel>({ it.id }, Duels.all) { duel ->
                Match(duel).use { match ->
                    match.rehearse(if (duel.ops > 1000) duel.ops / 16 + 3 else duel.ops)
                    repeat(if (duel.ops > 1000) 0 else Turns.CYCLE) {
                        match.beginRound()
                        match.batch()
                        match.endRound()
                    }
                }
            }
        }
    })
