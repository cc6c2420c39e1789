package io.bytering.samples.hello

import io.bytering.samples.runProgram
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class HelloRingIT :
    FunSpec({
        test("the first example of the documentation runs from the jars") {
            runProgram("io.bytering.samples.hello.HelloRing") shouldBe
                (0 to "hello from the other thread")
        }
    })
