package io.bytering.docs

/** Where things lie in the site. All are paths from its root, with slashes. */
object Places {
    /** `docs/faq.md` becomes `faq.html`; the README of a folder, its index. */
    fun ofPage(name: String): String =
        when (name) {
            "README.md" -> "index.html"
            Navigation.PAGE -> "contents.html"
            else ->
                name
                    .removePrefix("docs/")
                    .replace(Regex("README\\.md$"), "index.md")
                    .replace(Regex("\\.md$"), ".html")
                    .let { if ('/' in name) it else it.lowercase() }
        }

    fun ofAsset(name: String): String = name.removePrefix("docs/")

    fun toRoot(place: String): String = "../".repeat(place.count { it == '/' })

    /** The way from one page to another. */
    fun relative(from: String, to: String): String {
        val start = from.split('/').dropLast(1)
        val end = to.split('/')
        val common = start.zip(end.dropLast(1)).takeWhile { (a, b) -> a == b }.size
        return "../".repeat(start.size - common) + end.drop(common).joinToString("/")
    }
}
