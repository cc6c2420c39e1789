package io.bytering.docs

import kotlin.io.path.extension
import kotlin.io.path.readText
import org.jsoup.nodes.Element

/**
 * Pages of the files and folders that others link to, so that the site is whole without a code
 * host.
 */
class SourcePages(private val repository: Repository) {
    private val places = mutableMapOf<String, String>()
    private val waiting = ArrayDeque<String>()

    /** Where the page of a file or folder is, which is made if it was not asked for before. */
    fun place(name: String): String =
        places.getOrPut(name) {
            waiting += name
            if (repository.isFolder(name)) "source/$name/index.html" else "source/$name.html"
        }

    /** The name and the place of one that was asked for and not made yet. */
    fun next(): Pair<String, String>? =
        waiting.removeFirstOrNull()?.let { it to places.getValue(it) }

    fun body(name: String): Element {
        val body = Element("body")
        body.appendElement("h1").addClass("path").text(name)
        if (repository.isFolder(name)) {
            val list = body.appendElement("ul")
            for (file in repository.below(name)) {
                val inside = file.removePrefix("$name/")
                // From the folder's parent, as links in a file's page are.
                val link = name.substringAfterLast('/') + "/" + inside
                list.appendElement("li").appendElement("a").attr("href", link).text(inside)
            }
        } else {
            val file = repository.file(name)
            val code = body.appendElement("pre").appendElement("code").text(file.readText())
            Code.highlight(code, file.extension)
        }
        return body
    }
}
