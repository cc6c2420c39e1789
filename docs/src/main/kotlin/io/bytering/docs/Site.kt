package io.bytering.docs

import java.nio.file.Path
import java.util.Properties
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.copyTo
import kotlin.io.path.copyToRecursively
import kotlin.io.path.createParentDirectories
import kotlin.io.path.extension
import kotlin.io.path.readText
import kotlin.io.path.writeText
import org.jsoup.Jsoup
import org.jsoup.nodes.Element

/**
 * The pages as a folder of HTML that needs no server and asks no other host for anything: Markdown
 * under `docs` and at the root, pictures, reports, the API's documentation if it is there, and a
 * page for each source file that a page links to.
 */
class Site(root: Path, private val target: Path, private val api: ApiDocs) {
    private val repository = Repository(root)
    private val sources = SourcePages(repository)
    private val places = repository.pages.associateWith { Places.ofPage(it) }
    private val links = Links(repository, sources, places)
    private val navigation =
        Navigation.of(body(Navigation.PAGE)) { links.resolve(Navigation.PAGE, it).name }
    private val index = SearchIndex()
    private val template =
        Template(navigation, api.artifacts.map { NavigationEntry(it, "api/$it/index.html") })

    /**
     * Makes it anew, and looks through it.
     *
     * @return its faults, one line each
     */
    fun make(): List<String> {
        write()
        return links.faults + SiteCheck(target).faults()
    }

    @OptIn(ExperimentalPathApi::class)
    private fun write() {
        check(target.toFile().deleteRecursively()) { "can't delete $target" }
        for ((name, place) in places) write(place, page(name, place))
        // Listings of folders ask for the pages of their files.
        while (true) {
            val (name, place) = sources.next() ?: break
            val body = sources.body(name)
            links.rewrite(body, name, place)
            write(place, whole(name, place, body))
        }
        for ((name, place) in api.places) index.add(place, name)
        for (name in repository.assets) {
            val file = target.resolve(Places.ofAsset(name))
            repository.file(name).copyTo(file.createParentDirectories())
        }
        for (name in listOf("site.css", "search.js")) write(name, Template.resource(name))
        write(
            "lunr.min.js",
            Template.resource("/META-INF/resources/webjars/lunr/$LUNR/lunr.min.js"),
        )
        write(SearchIndex.FILE, index.script())
        for (artifact in api.artifacts) {
            val folder = target.resolve("api").resolve(artifact).createParentDirectories()
            api.folder(artifact).copyToRecursively(folder, followLinks = false, overwrite = true)
        }
        for (place in api.pages) {
            val page = target.resolve(place)
            page.writeText(api.withLinksBack(place, page.readText()))
        }
    }

    private fun page(name: String, place: String): String {
        val body = body(name)
        if (name.endsWith("/README.md") && name != Navigation.PAGE) body.appendChild(siblings(name))
        for (code in body.select("pre > code[class^=language-]")) {
            Code.highlight(code, code.className().removePrefix("language-"))
        }
        for (table in body.select("table")) table.wrap("<div class=\"wide\" tabindex=\"0\"></div>")
        for (cell in body.select("td")) if (FIGURE.matches(cell.text())) cell.addClass("figure")
        for (image in body.select("p > img:only-child")) image.parent()?.addClass("wide")
        nameForReaders(body, name)
        links.rewrite(body, name, place)
        index.add(place, body)
        api.link(body, place)
        return whole(name, place, body)
    }

    private fun whole(name: String, place: String, body: Element) =
        template.page(name, place, body) { places[it] ?: it }

    private fun body(name: String): Element {
        val text = repository.file(name).readText()
        if (repository.file(name).extension == "md") return Markdown.html(text)
        return Jsoup.parse(text).body()
    }

    /** A link that says `faq.md` says «Questions» here. */
    private fun nameForReaders(body: Element, name: String) {
        for (link in body.select("a[href]").filter { it.text().endsWith(".md") }) {
            val page = links.resolve(name, link.attr("href")).name
            if (page in places) body(page).selectFirst("h1")?.let { link.text(it.text()) }
        }
    }

    /** A folder's own page lists the others in it, by their headings. */
    private fun siblings(name: String): Element {
        val folder = name.substringBeforeLast('/')
        val list = Element("ul")
        for (page in
            repository.pages.filter { it.substringBeforeLast('/') == folder && it != name }) {
            val title = checkNotNull(body(page).selectFirst("h1")) { "$page: no heading" }
            val link = list.appendElement("li").appendElement("a").text(title.text())
            link.attr("href", page.substringAfterLast('/'))
        }
        return list
    }

    private fun write(place: String, text: String) {
        target.resolve(place).createParentDirectories().writeText(text)
    }

    private companion object {
        /** The version of lunr is part of its place in its jar. */
        val LUNR: String =
            checkNotNull(
                    Site::class
                        .java
                        .getResource("/META-INF/maven/org.webjars.npm/lunr/pom.properties")
                )
                .openStream()
                .use { Properties().apply { load(it) } }
                .getProperty("version")

        /** A number with its unit: not to be broken into lines. */
        val FIGURE = Regex("[≥≤]?\\s?[0-9][0-9.,–]*\\s?[A-Za-z×%]{0,4}")
    }
}
