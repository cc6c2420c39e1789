package io.bytering.consumers

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.inspectors.forAll
import io.kotest.inspectors.forNone
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain as shouldContainText
import io.kotest.matchers.string.shouldEndWith
import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit.MINUTES
import java.util.jar.JarFile
import javax.xml.parsers.DocumentBuilderFactory
import javax.xml.xpath.XPathFactory
import kotlin.io.path.readText
import org.zeroturnaround.exec.ProcessExecutor

/** What lies in the folder is complete, and nothing else lies there. */
class PublishedIT :
    FunSpec({
        val jars =
            listOf(
                "bytering-core",
                "bytering-coroutines",
                "bytering-flow",
                "bytering-ktor",
                "bytering-micrometer",
                "bytering-okio",
            )

        fun text(pom: String, path: String): String {
            val document =
                DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Published.file(pom, ".pom").toFile())
            return XPathFactory.newInstance()
                .newXPath()
                .evaluate("string(/project/$path)", document)
        }

        test("the libraries, the BOM and the parent are published, and nothing else") {
            Published.artifacts shouldContainExactly
                (jars + listOf("bytering-bom", "bytering-parent")).sorted()
            listOf("bytering-bom", "bytering-parent").forAll {
                Published.kinds(it) shouldContainExactly listOf(".pom")
            }
        }

        context("a library comes with") {
            withTests(jars) { jar ->
                val documentation = listOf("-javadoc.jar").filter { Published.withDocumentation }
                Published.kinds(jar) shouldContainExactlyInAnyOrder
                    listOf(".pom", ".jar", ".module", "-sources.jar", "-cyclonedx.json") +
                        listOf("-metadata.jar").filter { jar == "bytering-coroutines" } +
                        documentation
            }
        }

        context("the POM says what repositories ask for") {
            withTests(jars + listOf("bytering-bom", "bytering-parent")) {
                text(it, "name").isNotBlank() shouldBe true
                text(it, "description").isNotBlank() shouldBe true
            }
            listOf(
                    "url",
                    "licenses/license/name",
                    "developers/developer/name",
                    "scm/url",
                    "scm/connection",
                )
                .forEach {
                    test("$it, in the one that all inherit") {
                        text("bytering-bom", it).isNotBlank() shouldBe true
                    }
                }
            test("and all inherit that one") {
                text("bytering-parent", "parent/artifactId") shouldBe "bytering-bom"
                jars.forAll { text(it, "parent/artifactId") shouldBe "bytering-parent" }
            }
        }

        test("the BOM names every library, and nothing else") {
            val managed = "dependencyManagement/dependencies/dependency"
            val count =
                text("bytering-bom", "$managed[last()]/artifactId").let { jars.indexOf(it) + 1 }
            (1..count).map { text("bytering-bom", "$managed[$it]/artifactId") } shouldContainExactly
                jars
            text("bytering-bom", "version") shouldBe Published.version
        }

        context("the bill of materials lists what the library brings") {
            withTests(
                nameFn = { (jar, _) -> jar },
                "bytering-core" to setOf("jspecify", "jna-jpms"),
                "bytering-coroutines" to
                    setOf(
                        "bytering-core",
                        "jspecify",
                        "kotlin-stdlib",
                        "annotations",
                        "kotlinx-coroutines-core-jvm",
                        "kotlinx-io-bytestring-jvm",
                        "kotlinx-io-core-jvm",
                    ),
                "bytering-flow" to setOf("bytering-core", "jspecify"),
                "bytering-ktor" to
                    setOf(
                        "bytering-core",
                        "bytering-coroutines",
                        "jspecify",
                        "kotlin-stdlib",
                        "annotations",
                        "kotlinx-coroutines-core-jvm",
                        "kotlinx-io-bytestring-jvm",
                        "kotlinx-io-core-jvm",
                        "ktor-io-jvm",
                        "slf4j-api",
                    ),
                "bytering-okio" to
                    setOf(
                        "bytering-core",
                        "jspecify",
                        "kotlin-stdlib",
                        "annotations",
                        "okio-jvm",
                    ),
                "bytering-micrometer" to
                    setOf(
                        "bytering-core",
                        "jspecify",
                        "micrometer-core",
                        "micrometer-commons",
                        "micrometer-observation",
                        "HdrHistogram",
                    ),
            ) { (jar, expected) ->
                val bill = Published.file(jar, "-cyclonedx.json").readText()
                bill shouldContainText "\"specVersion\" : \"1.6\""
                Regex(""""bom-ref" : "pkg:maven/[^/]+/([^@]+)@""")
                    .findAll(bill)
                    .map { it.groupValues[1] }
                    .toSet() - jar shouldBe expected
            }
        }

        context("no JDK internals, no sun.misc.Unsafe, in the base and in each overlay") {
            fun ours(found: List<String>) = found.filter { it.trim().startsWith("io.bytering") }

            withTests("base", "11", "22") { release ->
                ours(internals("bytering-core", "--multi-release", release)) shouldBe listOf()
            }
            test("nor in coroutines; those of Kotlin have some, for debugging, which are told") {
                val found = internals("bytering-coroutines", "--multi-release", "base")
                found.joinToString("\n") shouldContainText "sun.misc.Signal"
                ours(found).filter { "->" in it } shouldBe listOf()
            }
        }

        context("archives have one time, whenever they are made") {
            withTests(
                jars.flatMap { jar ->
                    Published.kinds(jar).filter { it.endsWith(".jar") }.map { jar to it }
                }
            ) { (jar, kind) ->
                JarFile(Published.file(jar, kind).toFile()).use { archive ->
                    val entries = archive.entries().toList()
                    entries.map { it.timeLocal.toString() }.distinct() shouldContainExactly
                        listOf("2026-01-01T00:00")
                }
            }
        }

        test("the overlays have their sources beside those of the base, and the jar has none") {
            JarFile(Published.file("bytering-core", "-sources.jar").toFile()).use { sources ->
                sources.entries().toList().map { it.name } shouldContainAll
                    listOf("", "META-INF/versions/11/", "META-INF/versions/22/").map {
                        "${it}io/bytering/internal/Allocation.java"
                    }
            }
            JarFile(Published.file("bytering-core", ".jar").toFile()).use { jar ->
                jar.entries().toList().map { it.name }.forNone { it shouldEndWith ".java" }
            }
        }

        test("rules for shrinking are where R8 and ProGuard look for them") {
            JarFile(Published.file("bytering-core", ".jar").toFile()).use { jar ->
                jar.entries().toList().map { it.name } shouldContain
                    "META-INF/proguard/bytering-core.pro"
            }
        }
    })

/** Uses of the JDK's internals by a library, and by the modules that it needs. */
private fun internals(jar: String, vararg options: String): List<String> {
    val modules = Published.needed + Published.file("bytering-core", ".jar").toString()
    val jdeps = Path.of(System.getProperty("java.home"), "bin", "jdeps").toString()
    val ran =
        ProcessExecutor(
                listOf(jdeps, "-q", "--jdk-internals", *options) +
                    listOf("--module-path", modules.joinToString(File.pathSeparator)) +
                    "${Published.file(jar, ".jar")}"
            )
            .redirectErrorStream(true)
            .readOutput(true)
            .timeout(10, MINUTES)
            .execute()
    check(ran.exitValue == 0) { ran.outputUTF8() }
    return ran.outputUTF8().lines()
}
