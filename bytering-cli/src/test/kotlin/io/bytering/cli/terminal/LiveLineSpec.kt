package io.bytering.cli.terminal

import com.github.ajalt.mordant.rendering.AnsiLevel
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldEndWith
import java.io.ByteArrayOutputStream
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

        test("starts on a line of its own, and leaves an empty one behind") {
            val written = ByteArrayOutputStream()
            val drawn = CountDownLatch(2)
            LiveLine(StandardError(24, false, AnsiLevel.NONE), written) {
                    drawn.countDown()
                    "line"
                }
                .use { drawn.await(2, MINUTES) shouldBe true }
            val (first, second) = "$written".split("line").map { it.replace("\u001b", "^") }
            first shouldBe " ".repeat(23) + "\r^[K^[?7l"
            second shouldBe "^[?7h^[K\r^[?7l"
            "$written" shouldEndWith "\r\u001b[K"
        }

        test("no terminal: a line for each, and nothing is cleared") {
            val written = ByteArrayOutputStream()
            val drawn = CountDownLatch(2)
            LiveLine(
                    StandardError(null, false, AnsiLevel.NONE),
                    written,
                    periodNanos = 1_000_000,
                ) {
                    drawn.countDown()
                    "line  "
                }
                .use { drawn.await(2, MINUTES) shouldBe true }
            "$written".lines().dropLast(1).toSet() shouldBe setOf("line")
        }

        test("control characters are shown, not obeyed") {
            "a\nb\u001b[1m\tc\u0085".printable() shouldBe "a\\nb\\u001b[1m\\tc\\u0085"
            "é ü 😀".printable() shouldBe "é ü 😀"
        }
    })
