package io.bytering.docs

import org.jsoup.nodes.Element

/** One page in the list beside every page. */
class NavigationEntry(val title: String, val page: String)

/** The groups of pages, in the order in which they are read. */
class Navigation(val groups: List<Pair<String, List<NavigationEntry>>>) {
    val entries: List<NavigationEntry> = groups.flatMap { it.second }

    companion object {
        /**
         * Its file: Markdown with a heading for each group, and one link in each point of a list.
         */
        const val PAGE = "docs/README.md"

        /**
         * Read from that page.
         *
         * @param resolve gives the name of the page that a link in it means
         */
        fun of(contents: Element, resolve: (String) -> String): Navigation =
            Navigation(
                contents.select("h2").map { heading ->
                    val links =
                        heading.nextElementSiblings().first { it.tagName() == "ul" }.select("a")
                    heading.text() to
                        links.map { NavigationEntry(it.text(), resolve(it.attr("href"))) }
                }
            )
    }
}
