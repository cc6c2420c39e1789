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

/**
 * Documentation of the API, as Javadoc and Dokka make it, in folders named for the artifacts; of
 * none, where it was not made.
 */
class ApiDocs(private val folder: Path) {
    val artifacts: List<String> =
        if (folder.exists()) folder.listDirectoryEntries().map { it.name }.sorted() else listOf()

    private val files =
        if (artifacts.isEmpty()) listOf()
        else
            folder
                .walk()
                .filter { it.extension == "html" && it.parent.name != "class-use" }
                .toList()

    private val javadoc = files.filter { JAVA_TYPE in name(it) }

    /** The page of each public type and of each function of Kotlin, from the site's root. */
    val places: Map<String, String> =
        dokka() + javadoc.associate { it.nameWithoutExtension to place(it) }

    /** All of them, from the site's root. */
    val pages: List<String> = files.map { place(it) }

    /** The places and titles of the site's pages that link to a page of the API. */
    private val guides = mutableMapOf<String, MutableMap<String, String>>()

    fun folder(artifact: String): Path = folder.resolve(artifact)

    /**
     * Makes a link of each name of the API that stands in the text as code.
     *
     * @param page where the text lies, from the site's root
     */
    fun link(body: Element, page: String) {
        if (places.isEmpty()) return
        val title = body.selectFirst("h1")?.text()
        for (code in body.select("code")) {
            if (code.closest("a, pre, h1, h2, h3, h4") != null || isOfAnother(code)) continue
            val place = places[NAME.find(code.text())?.value ?: continue] ?: continue
            code.wrap("<a class=\"api\" href=\"${Places.toRoot(page)}$place\"></a>")
            if (title != null) guides.getOrPut(place) { mutableMapOf() }[page] = title
        }
    }

    /**
     * A page of the API with links to the site's contents and to the pages that link to it.
     *
     * @param place where it lies, from the site's root
     */
    fun withLinksBack(place: String, html: String): String {
        val page = Jsoup.parse(html)
        page.outputSettings().prettyPrint(false)
        val text = page.selectFirst("main, #content") ?: return html
        val line = text.prependElement("p").addClass("guides")
        val contents = Places.ofPage(Navigation.PAGE)
        val links = mapOf(contents to "All pages") + guides[place].orEmpty().toSortedMap()
        for ((to, title) in links) {
            if (to != contents) line.appendText(" · ")
            line.appendElement("a").attr("href", Places.relative(place, to)).text(title)
        }
        return page.outerHtml()
    }

    /** In tables that say what is called elsewhere, and what here. */
    private fun isOfAnother(code: Element): Boolean {
        val table = code.closest("td:first-child")?.closest("table") ?: return false
        return table.selectFirst("th")?.text() == "there"
    }

    /** Types and functions, but for functions that are called as a member of something in Java. */
    private fun dokka(): Map<String, String> {
        val members = members()
        return files
            .mapNotNull { page ->
                val match = KOTLIN.find(name(page)) ?: return@mapNotNull null
                val words = match.groups[1] ?: match.groups[2] ?: return@mapNotNull null
                words.value.replace(CAPITAL) { it.value.last().uppercase() } to place(page)
            }
            .filterNot { (name) -> name in members }
            .toMap()
    }

    private fun members(): Set<String> =
        javadoc
            .flatMap { Jsoup.parse(it.readText()).select("section[id]") }
            .mapNotNull { NAME.find(it.id())?.value }
            .toSet()

    private fun name(page: Path) = page.relativeTo(folder).invariantSeparatorsPathString

    private fun place(page: Path) = "api/" + name(page)

    private companion object {
        /** Of a type or a function, before whatever follows. */
        val NAME = Regex("^[A-Za-z]\\w*")
        val JAVA_TYPE = Regex("/io/bytering/([a-z]+/)*[A-Z][^/]*$")
        /** `…/package/-some-type/index.html` or `…/package/some-function.html`. */
        val KOTLIN = Regex("/io\\.bytering[.a-z]*/(?:(-[a-z-]+)/index|([a-z]+[a-z-]*))\\.html$")
        val CAPITAL = Regex("-[a-z]")
    }
}
