package io.bytering.docs

import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.extension
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readText
import kotlin.io.path.relativeTo
import kotlin.io.path.walk
import org.jsoup.Jsoup
import org.jsoup.nodes.Element

/** Documentation of the API, in folders named for the artifacts; of none, where it was not made. */
class ApiDocs(private val folder: Path) {
    val artifacts: List<String> =
        if (folder.exists()) folder.listDirectoryEntries().map { it.name }.sorted() else listOf()

    /**
     * Where a public type, or a function of Kotlin, is told about, by name; from the site's root.
     */
    private val places: Map<String, String> = functions() + types()

    fun folder(artifact: String): Path = folder.resolve(artifact)

    /**
     * Makes a link of each name of the API that stands in the text as code.
     *
     * @param toRoot leads from the page to the site's root
     */
    fun link(body: Element, toRoot: String) {
        if (places.isEmpty()) return
        for (code in body.select("code")) {
            if (code.closest("a, pre, h1, h2, h3, h4") != null) continue
            val place = places[NAME.find(code.text())?.value ?: continue] ?: continue
            code.wrap("<a class=\"api\" href=\"$toRoot$place\"></a>")
        }
    }

    private fun types(): Map<String, String> =
        pages()
            .filter { page -> page.nameWithoutExtension.none { it == '-' } }
            .filter { it.nameWithoutExtension.first().isUpperCase() && !isFacade(it) }
            .associate { it.nameWithoutExtension to place(it) }

    private fun functions(): Map<String, String> =
        pages()
            .filter(::isFacade)
            .flatMap { page ->
                Jsoup.parse(page.readText()).select("a[id]").mapNotNull { anchor ->
                    val name = NAME.matchAt(anchor.id(), 0)?.value ?: return@mapNotNull null
                    name to "${place(page)}#${anchor.id()}"
                }
            }
            .filter { (name) -> name.first().isLowerCase() }
            .toMap()

    private fun isFacade(page: Path) = page.name.endsWith("Kt.html")

    /** The pages of types: those that lie in the folder of a package. */
    private fun pages(): Sequence<Path> =
        if (!folder.exists()) sequenceOf()
        else
            folder
                .walk()
                .filter { it.extension == "html" }
                .filter { "/io/bytering/" in it.invariantSeparatorsPathString }
                .filter { it.parent.name != "class-use" }
                .sorted()

    private fun place(page: Path) = "api/" + page.relativeTo(folder).invariantSeparatorsPathString

    private companion object {
        /** Of a type or a function, before whatever follows. */
        val NAME = Regex("""^[A-Za-z]\w*""")
    }
}
