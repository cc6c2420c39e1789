package io.bytering.samples

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.seconds
import kotlinx.io.Buffer
import kotlinx.io.readString
import kotlinx.io.writeString

class HelloKotlinxIoSpec :
    FunSpec({
        timeout = 30.seconds.inWholeMilliseconds

        test("lines arrive as they were written") {
            val lines = List(1000) { "line $it" }
            linesBetweenThreads(lines) shouldBe lines
        }

        test("a buffer larger than the ring arrives whole") {
            val text = "é€𝄞".repeat(10_000)
            buffersBetweenCoroutines(Buffer().apply { writeString(text) }).readString() shouldBe
                text
        }
    })
