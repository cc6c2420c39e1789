package io.bytering.benchmarks.duel

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec

class CheckSpec :
    FunSpec({
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
