package io.bytering.docs

import dev.snipme.highlights.Highlights
import dev.snipme.highlights.model.PhraseLocation
import dev.snipme.highlights.model.SyntaxLanguage
import org.jsoup.nodes.Element
import org.jsoup.nodes.TextNode

/** Colors for code, put there when the site is made: readers without scripts see them too. */
object Code {
    private val languages =
        mapOf(
            "kotlin" to SyntaxLanguage.KOTLIN,
            "kt" to SyntaxLanguage.KOTLIN,
            "kts" to SyntaxLanguage.KOTLIN,
            "java" to SyntaxLanguage.JAVA,
            "c" to SyntaxLanguage.C,
        )

    /**
     * Wraps words of the element's text in spans, if the language is known.
     *
     * @param language the name after the fence, or the extension of a file
     */
    fun highlight(element: Element, language: String) {
        val known = languages[language] ?: return
        val code = element.wholeText()
        val structure = Highlights.Builder().code(code).language(known).build().getCodeStructure()
        // In the order of who wins: a keyword in a comment is none.
        val kinds =
            listOf(
                "comment" to structure.multilineComments,
                "comment" to structure.comments,
                "string" to structure.strings,
                "annotation" to structure.annotations,
                "keyword" to structure.keywords,
                "literal" to structure.literals,
            )
        val kindAt = arrayOfNulls<String>(code.length)
        for ((kind, places) in kinds) for (place in places) mark(kindAt, place, kind)
        element.empty()
        var start = 0
        while (start < code.length) {
            val kind = kindAt[start]
            var end = start
            while (end < code.length && kindAt[end] == kind) end++
            val text = code.substring(start, end)
            if (kind == null) element.appendChild(TextNode(text))
            else element.appendElement("span").addClass(kind).text(text)
            start = end
        }
    }

    private fun mark(kindAt: Array<String?>, place: PhraseLocation, kind: String) {
        for (i in place.start until minOf(place.end, kindAt.size)) kindAt[i] = kindAt[i] ?: kind
    }
}
