package io.bytering.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS

/** The packed jar, overlays and all, runs by itself on the JDK that runs this test. */
class PackedJarIT :
    FunSpec({
        fun java(vararg arguments: String): Pair<Int, String> {
            val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
            val process =
                ProcessBuilder(java, "-ea", "-cp", "target/bytering.jar", *arguments)
                    .redirectErrorStream(true)
                    .start()
            try {
                process.outputStream.close()
                process.waitFor(240, SECONDS) shouldBe true
                return process.exitValue() to
                    process.inputStream.readAllBytes().decodeToString().trim()
            } finally {
                process.destroyForcibly()
            }
        }

        test("no memory left is told in one line") {
            val (code, line) =
                java("-Xmx64m", "io.bytering.cli.MainKt", "pipeline", "--items", "100000000")
            code shouldBe 1
            line shouldMatch "bytering: not enough memory \\(.*\\)"
        }

        test("where memory can't be mirrored, one line tells why") {
            // What the start script would allow is missing here, or the platform is too old.
            val (code, line) = java("io.bytering.cli.MainKt", "pipe", "--storage", "mirrored")
            code shouldBe 1
            line shouldMatch
                "bytering: --storage mirrored: .*(--enable-native-access|Java 22 or later).*; or take --storage direct"
        }
    })
