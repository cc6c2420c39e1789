package io.bytering.benchmarks

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe

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

        test("idle rings and their peers can be counted") {
            Footprint.measure(100).map { it.name } shouldBe Footprint.all.keys.toList()
        }

        test("a check sees what is wrong, missing, or too much") {
            val bytes = Pattern.array(8)
            val check = Check(8)
            for (careful in listOf(true, false)) {
                Check.careful = careful
                check.begin()
                check.message(bytes, 0)
                check.message(bytes, 8)
                check.end(2)
                shouldThrow<IllegalStateException> { check.end(1) }
                shouldThrow<IllegalStateException> { check.end(3) }
                check.begin()
                check.message(bytes, 1)
                shouldThrow<IllegalStateException> { check.end(1) }
            }
            Check.careful = false
        }
    })
