package io.bytering.docs

import org.jsoup.nodes.Element

/**
 * What the search box finds: each section of each page, and the names of the API. A script, as a
 * page that lies on a disk may load nothing else.
 */
class SearchIndex {
    private val sections = mutableListOf<Section>()

    /**
     * One thing to find.
     *
     * @param place from the site's root, with the anchor
     * @param page the title of the page
     */
    private class Section(val place: String, val page: String, val title: String, val text: String)

    /** Adds the sections of a page: what stands before the second heading, and below each other. */
    fun add(place: String, body: Element) {
        val page = body.selectFirst("h1")?.text() ?: return
        var anchor = ""
        var title = page
        val text = StringBuilder()
        fun end() {
            if (text.isNotBlank()) sections += Section(place + anchor, page, title, text.toString())
            text.clear()
        }
        for (element in body.children()) {
            if (element.tagName() in HEADINGS && element.hasAttr("id")) {
                end()
                anchor = if (element.tagName() == "h1") "" else "#" + element.id()
                title = element.text()
            } else {
                text.append(element.text()).append(' ')
            }
        }
        end()
    }

    /** Adds a name of the API. */
    fun add(place: String, name: String) {
        sections += Section(place, "API", name, "")
    }

    fun script(): String =
        sections.joinToString(",\n", "byteringSections = [\n", "\n];\n") { section ->
            listOf(section.place, section.page, section.title, section.text)
                .joinToString(",", "[", "]", transform = ::quoted)
        }

    private fun quoted(text: String) = buildString {
        append('"')
        for (char in text) {
            when {
                char == '"' || char == '\\' -> append('\\').append(char)
                char < ' ' || char == '<' || char > '~' -> append("\\u%04x".format(char.code))
                else -> append(char)
            }
        }
        append('"')
    }

    companion object {
        const val FILE = "search-index.js"

        private val HEADINGS = setOf("h1", "h2", "h3")
    }
}
