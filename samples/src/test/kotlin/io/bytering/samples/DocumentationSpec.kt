package io.bytering.samples

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.readText
import kotlin.io.path.walk

/**
 * Every example in the documentation stands, line for line, in a program that the build compiles.
 */
class DocumentationSpec :
    FunSpec({
        val root = Path.of("").toAbsolutePath().parent
        val programs =
            files(root.resolve("samples/src/main"), "java", "kt").map { lines(it.readText()) }

        /** Imports come from the head of the program, however many others stand between them. */
        fun isCompiled(example: List<String>): Boolean {
            val (imports, code) = example.partition { it.startsWith("import ") }
            return programs.any { program ->
                program.containsAll(imports) &&
                    (code.isEmpty() || program.windowed(code.size).any { it == code })
            }
        }

        fun check(place: Path, examples: List<String>) {
            for (example in examples) {
                withClue("$place:\n$example\nis not part of a program under samples/src/main") {
                    isCompiled(lines(example)) shouldBe true
                }
            }
        }

        test("the pages' examples are compiled") {
            val pages = listOf(root.resolve("README.md")) + files(root.resolve("docs"), "md")
            val examples = pages.associateWith { page -> fenced(page.readText()) }
            examples.getValue(root.resolve("README.md")).shouldNotBeEmpty()
            examples.forEach(::check)
        }

        test("the examples of the API documentation are compiled") {
            val sources =
                listOf(
                        "bytering-core/src/main",
                        "bytering-coroutines/src/common",
                        "bytering-coroutines/src/main",
                        "integrations/bytering-flow/src/main",
                        "integrations/bytering-ktor/src/main",
                        "integrations/bytering-micrometer/src/main",
                        "integrations/bytering-okio/src/main",
                    )
                    .flatMap { files(root.resolve(it), "java", "kt") }
            val examples = sources.associateWith { source -> inComments(source.readText()) }
            examples.values.flatten().shouldNotBeEmpty()
            examples.forEach(::check)
        }
    })

private fun files(folder: Path, vararg extensions: String): List<Path> =
    folder.walk().filter { it.extension in extensions }.sorted().toList()

/** Without indentation and empty lines. */
private fun lines(text: String) = text.lines().map { it.trim() }.filter { it.isNotEmpty() }

private fun fenced(page: String): List<String> =
    Regex(
            """^```(?:java|kotlin)\n(.*?)^```""",
            setOf(RegexOption.MULTILINE, RegexOption.DOT_MATCHES_ALL),
        )
        .findAll(page)
        .map { it.groupValues[1] }
        .toList()

private fun inComments(source: String): List<String> {
    val javadoc = Regex("""<pre>\{@code\n(.*?)\s*\*\s*\}</pre>""", RegexOption.DOT_MATCHES_ALL)
    val kdoc = Regex("""\* ```\n(.*?)\s*\* ```""", RegexOption.DOT_MATCHES_ALL)
    return (javadoc.findAll(source) + kdoc.findAll(source))
        .map { match ->
            match.groupValues[1].lines().joinToString("\n") { it.trim().removePrefix("*") }
        }
        .toList()
}
