package io.bytering.docs

import org.jsoup.Jsoup
import org.jsoup.nodes.Document
import org.jsoup.nodes.Element

/** What is around the text of every page. */
class Template(private val navigation: Navigation, private val api: List<NavigationEntry>) {
    private val html = resource("template.html")

    /**
     * A whole page.
     *
     * @param name of the file it was made of
     * @param target where it lies, from the site's root
     * @param place where other pages lie, by the names of their files
     */
    fun page(name: String, target: String, body: Element, place: (String) -> String): String {
        val page = Jsoup.parse(html)
        page.outputSettings().prettyPrint(false)
        val toRoot = Places.toRoot(target)
        for (link in page.select("[href^=/]")) link.attr("href", toRoot + link.attr("href").drop(1))
        for (image in page.select("[src^=/]")) image.attr("src", toRoot + image.attr("src").drop(1))
        page.title(title(body))
        page.must("main").insertChildren(0, body.childNodesCopy())
        pages(page.must("nav"), name, toRoot, place)
        onThisPage(page.must("aside"), body)
        neighbours(page.must("main footer"), name, toRoot, place)
        return page.outerHtml() + "\n"
    }

    private fun title(body: Element): String {
        val heading = body.selectFirst("h1")?.text() ?: "bytering"
        return if ("bytering" in heading) heading else "$heading · bytering"
    }

    private fun pages(nav: Element, name: String, toRoot: String, place: (String) -> String) {
        val groups = navigation.groups + listOfNotNull(("API" to api).takeIf { api.isNotEmpty() })
        for ((title, entries) in groups) {
            nav.appendElement("h2").text(title)
            val list = nav.appendElement("ul")
            for (entry in entries) {
                val link = list.appendElement("li").appendElement("a").text(entry.title)
                link.attr("href", toRoot + place(entry.page))
                if (entry.page == name) link.attr("aria-current", "page")
            }
        }
    }

    private fun onThisPage(aside: Element, body: Element) {
        val headings = body.select("h2[id], h3[id]")
        if (headings.size < 2) return aside.remove()
        val list = aside.appendElement("ul")
        for (heading in headings) {
            val point = list.appendElement("li").addClass(heading.tagName())
            point.appendElement("a").attr("href", "#" + heading.id()).text(heading.text())
        }
    }

    /** The page before and the page after, in the order of the navigation. */
    private fun neighbours(
        footer: Element,
        name: String,
        toRoot: String,
        place: (String) -> String,
    ) {
        val here = navigation.entries.indexOfFirst { it.page == name }
        if (here < 0) return footer.remove()
        for ((way, step) in listOf("prev" to -1, "next" to 1)) {
            val entry = navigation.entries.getOrNull(here + step) ?: continue
            val link = footer.appendElement("a").attr("rel", way).text(entry.title)
            link.attr("href", toRoot + place(entry.page))
        }
    }

    companion object {
        fun resource(name: String): String =
            checkNotNull(Template::class.java.getResource(name)) { "no resource $name" }.readText()
    }
}

private fun Document.must(query: String): Element = checkNotNull(selectFirst(query)) { query }
