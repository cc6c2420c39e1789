package io.bytering.samples

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import java.util.Locale
import kotlin.math.sqrt

/** The class is only for Java 22 and newer, so only a packed jar has it. */
class NativeLinesIT :
    FunSpec({
        test("what C prints into the ring comes out of it") {
            val java = Path.of(System.getProperty("java.home"), "bin", "java")
            val jar = Path.of("target", "bytering.jar").toAbsolutePath()
            val ran =
                Shell(Path.of("target"))
                    .run(
                        "$java --enable-native-access=ALL-UNNAMED -cp $jar io.bytering.samples.NativeLines"
                    )
            ran.err shouldBe ""
            ran.out.lines() shouldBe
                List(10_000) {
                    String.format(Locale.ROOT, "%d %.4f", it + 1, sqrt((it + 1).toDouble()))
                }
        }
    })
