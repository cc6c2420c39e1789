package io.bytering.docs.pictures

import java.nio.file.Path
import kotlin.io.path.readText
import org.jsoup.Jsoup
import org.jsoup.parser.Parser

/**
 * What the build itself says of the library, for the top of the README: read from its own files.
 */
class Badges(root: Path) {
    private val parent = root.resolve("pom.xml")
    private val bom = root.resolve("bytering-bom/pom.xml")

    fun all(): Map<String, String> =
        mapOf(
            "badge-java" to badge("Java", "≥ " + value(parent, "maven.compiler.release")),
            "badge-android" to badge("Android", "API ≥ " + value(parent, "android.api")),
            "badge-license" to badge("license", license()),
            "badge-dependencies" to badge("dependencies of the core", "annotations only"),
        )

    private fun value(pom: Path, property: String): String =
        xml(pom).selectFirst("properties")?.getElementsByTag(property)?.first()?.text()
            ?: error("$pom: no property $property")

    private fun license(): String =
        xml(bom).selectFirst("license > name")?.text() ?: error("$bom: no license")

    private fun xml(pom: Path) = Jsoup.parse(pom.readText(), Parser.xmlParser())

    private fun badge(name: String, value: String): String {
        val (left, right) = listOf(name, value).map { it.length * LETTER + 12 }
        fun words(x: Int, text: String, colour: String) =
            """<text x="$x" y="14" fill="$colour" textLength="${text.length * LETTER}">""" +
                "${Drawing.escaped(text)}</text>"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img">
            <title>${Drawing.escaped("$name: $value")}</title>
            <rect width="${left + right}" height="20" rx="4" fill="#3d4a55"/>
            <path d="M$left 0h${right - 4}a4 4 0 0 1 4 4v12a4 4 0 0 1 -4 4h${4 - right}z" fill="#1d6fb0"/>
            <g font-family="system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif" font-size="12">
            ${words(6, name, "#fff")}
            ${words(left + 6, value, "#fff")}
            </g>
            </svg>
        """
            .trimIndent() + "\n"
    }

    private companion object {
        /** The width given to each letter: readers may have another font. */
        const val LETTER = 7
    }
}
