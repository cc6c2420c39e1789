package io.bytering.cli.terminal

import com.github.ajalt.mordant.rendering.AnsiLevel
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.io.OutputStream
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.MINUTES

class LiveLineSpec :
    FunSpec({
        test("a line that can't be written is left out, and the next is tried") {
            val tried = CountDownLatch(3)
            val full =
                object : OutputStream() {
                    override fun write(byte: Int) {
                        tried.countDown()
                        throw IOException("full")
                    }
                }
            LiveLine(StandardError(80, false, AnsiLevel.NONE), full) { "line" }
                .use { tried.await(2, MINUTES) shouldBe true }
        }

        test("control characters are shown, not obeyed") {
            "a\nb\u001b[1m\tc\u0085".printable() shouldBe "a\\nb\\u001b[1m\\tc\\u0085"
            "é ü 😀".printable() shouldBe "é ü 😀"
        }
    })
