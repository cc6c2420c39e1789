package io.bytering.cli.options

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe

class ByteSizeSpec :
    FunSpec({
        context("reads") {
            withTests(
                nameFn = { (text, bytes) -> "$text as $bytes" },
                "0" to 0L,
                "65536" to 65536L,
                "12B" to 12L,
                "64K" to 65536L,
                "64k" to 65536L,
                "64KB" to 65536L,
                "64KiB" to 65536L,
                "64 kib" to 65536L,
                "4M" to (4L shl 20),
                "1G" to (1L shl 30),
                "3T" to (3L shl 40),
                "8388607T" to (8388607L shl 40),
                "9223372036854775807" to Long.MAX_VALUE,
            ) { (text, bytes) ->
                ByteSize.parse(text) shouldBe bytes
            }
        }

        context("refuses") {
            withTests(
                nameFn = { "«$it»" },
                listOf("", "K", "-1", "+1", "1.5M", "3Z", "4Mi", "4MiBs", "0x10", "1 2", "٤"),
            ) {
                ByteSize.parse(it) shouldBe null
            }
        }

        context("refuses what no Long holds") {
            withTests(listOf("9223372036854775808", "8388608T", "9007199254740992K")) {
                ByteSize.parse(it) shouldBe null
            }
        }

        context("says") {
            withTests(
                nameFn = { (bytes, text) -> "$bytes as $text" },
                0L to "0 B",
                1023L to "1023 B",
                1024L to "1.00 KiB",
                10230L to "9.99 KiB",
                10240L to "10.0 KiB",
                102400L to "100 KiB",
                1023L * 1024 to "1023 KiB",
                1023L * 1024 + 600 to "1.00 MiB", // not 1024 KiB
                5L shl 30 to "5.00 GiB",
                Long.MAX_VALUE to "8388608 TiB",
            ) { (bytes, text) ->
                ByteSize.format(bytes) shouldBe text
            }
        }

        test("says everything below 1000 TiB in eight characters") {
            var bytes = 1.0
            while (bytes < 1e15) {
                ByteSize.format(bytes).length shouldBeLessThanOrEqual 8
                bytes *= 1.0007
            }
        }

        test("says what has no shorter form exactly") {
            ByteSize.exact(0) shouldBe "0 B"
            ByteSize.exact(65537) shouldBe "65537 B"
            ByteSize.exact(65536) shouldBe "64 KiB"
            ByteSize.exact(1L shl 30) shouldBe "1 GiB"
            ByteSize.exact(1025L shl 20) shouldBe "1025 MiB"
        }

        test("what it says exactly, it reads") {
            for (bytes in listOf(0L, 1, 1024, 1025, 3L shl 20, 7L shl 30, 5L shl 40)) {
                ByteSize.parse(ByteSize.exact(bytes)) shouldBe bytes
            }
        }
    })
