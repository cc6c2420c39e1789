package io.bytering.consumers

import com.android.tools.r8.R8
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.inspectors.forAll
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit.MINUTES
import java.util.jar.JarFile
import kotlin.time.Duration.Companion.minutes
import org.zeroturnaround.exec.ProcessExecutor

/**
 * An application's build shrinks the libraries with the rules that they bring, and they still work.
 */
class ShrunkIT :
    FunSpec({
        val jdk = System.getProperty("java.home")
        val published =
            listOf("bytering-core", "bytering-coroutines").map { Published.file(it, ".jar") }
        // No JNA: applications on Android have none.
        val needed = Published.needed
        val program = File("target/classes").walk().filter { it.extension == "class" }

        fun java(arguments: List<String>): String {
            val ran =
                ProcessExecutor(listOf(Path.of(jdk, "bin", "java").toString()) + arguments)
                    .redirectErrorStream(true)
                    .readOutput(true)
                    .timeout(4, MINUTES)
                    .destroyOnExit()
                    .execute()
            withClue(ran.outputUTF8()) { ran.exitValue shouldBe 0 }
            return ran.outputUTF8()
        }

        test("shrunk by R8, a bit of everything still works").config(timeout = 5.minutes) {
            val shrunk = tempdir().toPath().resolve("shrunk.jar")
            val r8 = Path.of(R8::class.java.protectionDomain.codeSource.location.toURI())
            val where = listOf("--lib", jdk, "--output", "$shrunk")
            val rules = listOf("--pg-conf", "src/test/r8/smoke.pro")
            val inputs = needed.flatMap { listOf("--classpath", it) } + published.map { "$it" }
            // The big JIT compiler takes as long as R8 itself.
            val shrinker = listOf("-XX:TieredStopAtLevel=1", "-cp", "$r8", R8::class.java.name)
            java(
                shrinker +
                    listOf("--classfile", "--release") +
                    (where + rules + inputs + program.map { it.path })
            )

            // R8 shrinks the base and passes the overlays by; Android reads none of them either.
            val path = (needed + "$shrunk").joinToString(File.pathSeparator)
            val base = "-Djdk.util.jar.enableMultiRelease=false"
            val said = java(listOf(base, "-cp", path, "io.bytering.consumers.SmokeKt"))
            said.trim().lines() shouldContainExactly
                listOf(
                    "threads",
                    "broadcast",
                    "items",
                    "mirrored",
                    "coroutines",
                    "channel",
                    "kotlinx-io",
                )

            JarFile(shrunk.toFile()).use { jar ->
                val classes = jar.entries().toList().map { it.name }
                withClue("what the program does not use is gone") {
                    classes shouldNotContain "io/bytering/item/ItemBroadcast.class"
                }
                withClue("padding stays, and in the classes where it was") {
                    val padding = listOf("internal/Cursor" to "p15", "internal/Half" to "p15")
                    val behind =
                        listOf("BroadcastWriter\$Padded" to "q15", "BroadcastWriter" to "limit")
                    (padding + behind).forAll { (type, field) ->
                        val entry = jar.getJarEntry("io/bytering/$type.class")
                        val bytes = jar.getInputStream(entry).readBytes()
                        bytes.toString(Charsets.ISO_8859_1) shouldContain field
                    }
                }
            }
        }
    })
