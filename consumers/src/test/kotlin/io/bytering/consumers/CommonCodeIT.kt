package io.bytering.consumers

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.inspectors.forAll
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import java.util.jar.JarFile
import kotlin.io.path.readText
import org.jetbrains.kotlin.cli.common.ExitCode
import org.jetbrains.kotlin.cli.metadata.KotlinMetadataCompiler

/**
 * Somebody else's common code, compiled against the jar of common code that is published. Which of
 * the jars a Gradle build takes, by the module file, only Gradle can show.
 */
class CommonCodeIT :
    FunSpec({
        val libraries =
            listOf(
                    "kotlin-stdlib",
                    "kotlinx-coroutines-core",
                    "kotlinx-io-core",
                    "kotlinx-io-bytestring",
                )
                .map { File(System.getProperty("common.libraries"), "$it/commonMain") }
        val unpacked = tempdir()

        beforeSpec {
            JarFile(Published.file("bytering-coroutines", "-metadata.jar").toFile()).use { jar ->
                for (entry in jar.entries().asSequence().filter { !it.isDirectory }) {
                    val file = unpacked.resolve(entry.name)
                    file.parentFile.mkdirs()
                    jar.getInputStream(entry).use { file.writeBytes(it.readBytes()) }
                }
            }
        }

        fun compile(code: String): Pair<ExitCode, String> {
            // a piece that is missing would be a mere warning
            (libraries + unpacked.resolve("commonMain")).forAll {
                it.resolve("default/manifest").isFile shouldBe true
            }
            val source = tempdir().resolve("Common.kt").apply { writeText(code) }
            val told = ByteArrayOutputStream()
            val result =
                KotlinMetadataCompiler()
                    .exec(
                        PrintStream(told),
                        "-Werror",
                        "-Xmulti-platform",
                        "-Xtarget-platform=JVM",
                        "-classpath",
                        (libraries + unpacked.resolve("commonMain")).joinToString(
                            File.pathSeparator
                        ),
                        "-d",
                        tempdir().path,
                        source.path,
                    )
            return result to told.toString()
        }

        test("channels, sources and sinks, and their extensions, are there for common code") {
            val (result, told) =
                compile(
                    """
                    package consumer

                    import io.bytering.coroutines.RingChannel
                    import io.bytering.coroutines.SuspendingSink
                    import io.bytering.coroutines.SuspendingSource
                    import io.bytering.coroutines.receiveAsFlow
                    import io.bytering.coroutines.use
                    import kotlinx.coroutines.flow.Flow
                    import kotlinx.io.Buffer

                    suspend fun copy(source: SuspendingSource, sink: SuspendingSink) {
                        val some = Buffer()
                        source.use {
                            sink.use {
                                while (source.readAtMostTo(some, 8192) >= 0) sink.write(some, some.size)
                            }
                        }
                    }

                    suspend fun echo(channel: RingChannel) {
                        channel.send(channel.receive())
                    }

                    fun all(channel: RingChannel): Flow<*> = channel.receiveAsFlow()
                    """
                        .trimIndent()
                )
            withClue(told) { result shouldBe ExitCode.OK }
        }

        test("what is of the JVM is not") {
            val (result, told) = compile("val ring: io.bytering.ByteRing get() = TODO()")
            result shouldBe ExitCode.COMPILATION_ERROR
            told shouldContain "unresolved reference"
        }

        test("the module file leads common code to that jar, and the JVM to the other") {
            val module = Published.file("bytering-coroutines", ".module").readText()
            val variants = module.split("\"name\": \"").drop(1).map { it.replace(Regex("\\s"), "") }
            val common = variants.single { it.startsWith("metadataApiElements") }
            common shouldContain "\"org.gradle.usage\":\"kotlin-metadata\""
            common shouldContain "\"org.jetbrains.kotlin.platform.type\":\"common\""
            module shouldContain "bytering-coroutines-${Published.version}-metadata.jar"
            val structure =
                unpacked.resolve("META-INF/kotlin-project-structure-metadata.json").readText()
            // it names the variants of the module file that bring the code for a platform
            Regex("\"name\": \"(\\w+Elements)\"")
                .findAll(module)
                .map { it.groupValues[1] }
                .toList()
                .shouldContainAll(
                    Regex("\"name\": \"(\\w+Elements)\"")
                        .findAll(structure)
                        .map { it.groupValues[1] }
                        .toList()
                )
        }
    })
