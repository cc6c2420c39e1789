package io.bytering.samples.foreign

import io.bytering.samples.runProgram
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.util.Locale
import kotlin.math.sqrt

/** The class is only for Java 22 and newer, so only a packed jar has it. */
class NativeLinesIT :
    FunSpec({
        test("what C prints into the ring comes out of it") {
            val (code, printed) = runProgram("io.bytering.samples.foreign.NativeLines")
            code shouldBe 0
            printed.lines() shouldBe
                List(10_000) {
                    String.format(Locale.ROOT, "%d %.4f", it + 1, sqrt((it + 1).toDouble()))
                }
        }
    })
