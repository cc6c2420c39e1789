package io.bytering.consumers

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.inspectors.forAll
import io.kotest.matchers.shouldBe
import java.io.File
import java.nio.file.Files
import java.util.concurrent.TimeUnit.MINUTES
import kotlin.time.Duration.Companion.minutes
import org.zeroturnaround.exec.ProcessExecutor

/** Anybody with the sources can see that what is published was made of them. */
class ReproducibleIT :
    FunSpec({
        test("made again elsewhere, later and in another time zone, every file has the same bytes")
            .config(timeout = 15.minutes, invocationTimeout = 15.minutes) {
                val here = File("..").canonicalFile
                val elsewhere = tempdir().resolve("elsewhere")
                here
                    .walk()
                    .onEnter { it.name !in LEFT_OUT }
                    .filter { it.isFile }
                    .forEach { it.copyTo(elsewhere.resolve(it.relativeTo(here))) }

                val maven = System.getProperty("published.maven")
                val options = "-B -ntp -q -Prelease -Dmaven.test.skip=true".split(" ")
                val modules = FOLDERS.joinToString(",")
                val environment =
                    mapOf(
                        "TZ" to "Pacific/Chatham",
                        "LC_ALL" to "C",
                        "JAVA_HOME" to System.getProperty("published.java"),
                    )
                val ran =
                    ProcessExecutor(listOf(maven) + options + listOf("-pl", modules, "package"))
                        .directory(elsewhere)
                        .environment(environment)
                        .redirectErrorStream(true)
                        .readOutput(true)
                        .timeout(15, MINUTES)
                        .destroyOnExit()
                        .execute()
                withClue(ran.outputUTF8()) { ran.exitValue shouldBe 0 }

                val files = FOLDERS.flatMap { folder ->
                    Published.kinds(File(folder).name).map { folder to it }
                }
                (files - FOLDERS.map { it to ".pom" }).forAll { (folder, kind) ->
                    val jar = File(folder).name
                    val target = elsewhere.resolve("$folder/target")
                    val again =
                        when (kind) {
                            ".module" -> target.resolve("publications/maven/module.json")
                            "-cyclonedx.json" -> target.resolve("bom.json")
                            else -> target.resolve("$jar-${Published.version}$kind")
                        }
                    Files.mismatch(Published.file(jar, kind), again.toPath()) shouldBe -1
                }
            }
    }) {
    private companion object {
        /** Of the modules; each is named for its artifact. */
        val FOLDERS =
            listOf(
                "bytering-core",
                "bytering-coroutines",
                "integrations/bytering-flow",
                "integrations/bytering-ktor",
                "integrations/bytering-micrometer",
                "integrations/bytering-okio",
            )
        val LEFT_OUT = setOf("target", ".git", "report", "node_modules")
    }
}
