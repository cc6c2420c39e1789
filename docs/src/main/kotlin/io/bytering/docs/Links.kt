package io.bytering.docs

import kotlin.io.path.Path
import kotlin.io.path.invariantSeparatorsPathString
import org.jsoup.nodes.Element

/** Turns links between files of the repository into links between places of the site. */
class Links(
    private val repository: Repository,
    private val sources: SourcePages,
    private val places: Map<String, String>,
) {
    private val missing = mutableListOf<String>()

    /** Links to what is not in the repository. */
    val faults: List<String>
        get() = missing

    /** A file of the repository, or a folder, and a place within it: empty or `#` and its name. */
    class Destination(val name: String, val fragment: String)

    fun resolve(from: String, link: String): Destination {
        val path = link.substringBefore('#')
        val folder = Path(from).parent ?: Path("")
        val name = folder.resolve(path).normalize().invariantSeparatorsPathString
        return Destination(if (path.isEmpty()) from else name, link.removePrefix(path))
    }

    /**
     * Changes all links and pictures of a page.
     *
     * @param name the file it is made of
     * @param place where it goes
     */
    fun rewrite(body: Element, name: String, place: String) {
        for (attribute in listOf("href", "src")) {
            for (element in body.select("[$attribute]")) {
                val link = element.attr(attribute)
                if (link.startsWith("#") || SCHEME.containsMatchIn(link)) continue
                val to = resolve(name, link)
                if (!repository.has(to.name)) {
                    missing += "$name: a link to $link, which is not there"
                    continue
                }
                element.attr(attribute, Places.relative(place, placeOf(to.name)) + to.fragment)
            }
        }
    }

    private fun placeOf(name: String): String =
        places[name]
            ?: places["$name/README.md"]
            ?: if (name in repository.assets) Places.ofAsset(name) else sources.place(name)

    private companion object {
        val SCHEME = Regex("^[a-z]+:")
    }
}
