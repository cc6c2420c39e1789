package io.bytering.samples

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS

/** The packed jar, overlays and all, runs by itself on the JDK that runs this test. */
class PackedJarIT :
    FunSpec({
        test("the first example of the documentation runs from the jar") {
            val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
            val process =
                ProcessBuilder(
                        java,
                        "-ea",
                        "-cp",
                        "target/bytering.jar",
                        "io.bytering.samples.HelloRing",
                    )
                    .redirectErrorStream(true)
                    .start()
            try {
                process.waitFor(30, SECONDS) shouldBe true
                process.inputStream.readAllBytes().decodeToString().trim() shouldBe
                    "hello from the other thread"
                process.exitValue() shouldBe 0
            } finally {
                process.destroyForcibly()
            }
        }
    })
