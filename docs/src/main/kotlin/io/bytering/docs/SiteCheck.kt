package io.bytering.docs

import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.extension
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.isRegularFile
import kotlin.io.path.readText
import kotlin.io.path.relativeTo
import kotlin.io.path.walk
import org.jsoup.Jsoup
import org.jsoup.nodes.Document
import org.jsoup.parser.Parser

/**
 * Looks through a finished site, without a network: HTML, links and anchors, pictures, that each
 * page can be reached from the first, and that nothing is fetched from another host.
 */
class SiteCheck(private val site: Path) {
    private val files = site.walk().filter { it.isRegularFile() }.sorted().toList()
    private val pages = files.filter { it.extension == "html" }.filterNot(::isApi)
    private val parsed = mutableMapOf<Path, Document>()
    private val faults = mutableListOf<String>()

    /** One line each, with the page's name; none for a site that is in order. */
    fun faults(): List<String> {
        for (page in pages) {
            html(page)
            for (element in parse(page).select("a[href], img[src], link[href], script[src]")) {
                val key = if (element.hasAttr("href")) "href" else "src"
                val isFetched = element.tagName() != "a"
                link(page, element.attr(key), isFetched)
            }
            for (image in parse(page).select("img")) {
                if (!image.hasAttr("alt"))
                    say(page, "a picture without words: ${image.attr("src")}")
            }
        }
        for (file in files) if (file.extension in setOf("html", "css")) fetches(file)
        search()
        unreachable()
        return faults
    }

    private fun html(page: Path) {
        val parser = Parser.htmlParser().setTrackErrors(10)
        Jsoup.parse(page.readText(), "", parser)
        for (error in parser.errors) say(page, "HTML: $error")
        val ids = parse(page).select("[id]").map { it.id() }
        for (id in ids.groupBy { it }.filterValues { it.size > 1 }.keys) say(page, "twice: #$id")
    }

    private fun link(page: Path, link: String, isFetched: Boolean) {
        if (HOST.containsMatchIn(link)) {
            if (isFetched) say(page, "fetches from another host: $link")
            return
        }
        val target = target(page, link)
        val fragment = link.substringAfter('#', "")
        if (!target.isRegularFile()) say(page, "leads nowhere: $link")
        else if (fragment.isNotEmpty() && parse(target).getElementById(fragment) == null) {
            say(page, "no such place on that page: $link")
        }
    }

    private fun target(page: Path, link: String): Path {
        val path = link.substringBefore('#')
        return if (path.isEmpty()) page else page.resolveSibling(path).normalize()
    }

    /** Also in what others have made: the API's documentation, and styles. */
    private fun fetches(file: Path) {
        for (match in FETCH.findAll(file.readText())) say(file, "fetches: ${match.value}")
    }

    /** The index of the search box. */
    private fun search() {
        val index = site.resolve(SearchIndex.FILE)
        if (!index.exists()) return
        for (match in FOUND.findAll(index.readText())) link(
            index,
            match.groupValues[1],
            isFetched = false,
        )
    }

    private fun unreachable() {
        val reached = mutableSetOf<Path>()
        val waiting = ArrayDeque(listOf(site.resolve("index.html")).filter { it.exists() })
        while (true) {
            val page = waiting.removeFirstOrNull() ?: break
            if (!reached.add(page) || page.extension != "html" || isApi(page)) continue
            for (link in parse(page).select("a[href]").map { it.attr("href") }) {
                if (!HOST.containsMatchIn(link)) waiting += target(page, link).filterExisting()
            }
        }
        for (page in pages) if (page !in reached) say(page, "no page leads to it")
    }

    private fun Path.filterExisting(): List<Path> = if (isRegularFile()) listOf(this) else listOf()

    private fun parse(page: Path): Document = parsed.getOrPut(page) { Jsoup.parse(page.readText()) }

    private fun isApi(file: Path) = name(file).startsWith("api/")

    private fun say(file: Path, fault: String) {
        faults += "${name(file)}: $fault"
    }

    private fun name(file: Path) = file.relativeTo(site).invariantSeparatorsPathString

    private companion object {
        /** The place in a line of the index. */
        val FOUND = Regex("^\\[\"([^\"]*)\"", RegexOption.MULTILINE)
        val HOST = Regex("^([a-z]+:|//)")
        val FETCH =
            Regex(
                """<(link|script|img|iframe)\b[^>]*(href|src)="(https?:)?//[^"]*"|@import[^;]*//[^;]*;|url\(['"]?(https?:)?//[^)]*\)"""
            )
    }
}
