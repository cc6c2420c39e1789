package io.bytering.docs.pictures

/**
 * A picture of a few shapes and words, as SVG that brings its own colours for light and dark, and
 * its own ground, so that it can be read wherever it is shown.
 *
 * @param title what it shows, in a few words
 * @param description the same for those who can't see it
 */
class Drawing(
    private val width: Int,
    private val height: Int,
    private val title: String,
    private val description: String,
) {
    private val shapes = StringBuilder()

    fun box(x: Int, y: Int, width: Int, height: Int, kind: String, radius: Int = 0) {
        shapes.append(
            """<rect class="$kind" x="$x" y="$y" width="$width" height="$height" rx="$radius"/>"""
        )
        shapes.append('\n')
    }

    /** @param at of the text's `start`, `middle` or `end` */
    fun text(x: Int, y: Int, text: String, kind: String = "text", at: String = "middle") {
        shapes.append(
            """<text class="$kind" x="$x" y="$y" text-anchor="$at">${escaped(text)}</text>"""
        )
        shapes.append('\n')
    }

    /** Through all points given, as x and y by turns. */
    fun line(vararg points: Int, kind: String = "line") = path(points, kind, "")

    /** The same with a head at its end. */
    fun arrow(vararg points: Int) = path(points, "line", """ marker-end="url(#head)"""")

    fun arc(path: String, kind: String) {
        shapes.append("""<path class="$kind" d="$path"/>""").append('\n')
    }

    /** From one x to another, open upwards, with words below. */
    fun brace(from: Int, to: Int, y: Int, text: String, kind: String = "quiet") {
        line(from + 2, y, from + 2, y + 6, to - 2, y + 6, to - 2, y)
        text((from + to) / 2, y + 23, text, kind)
    }

    fun svg(): String = buildString {
        append("""<svg xmlns="http://www.w3.org/2000/svg" width="$width" height="$height" """)
        append("""viewBox="0 0 $width $height" role="img">""").append('\n')
        append("<title>${escaped(title)}</title>\n<desc>${escaped(description)}</desc>\n")
        append("<style>\n$STYLE</style>\n")
        append(
            """<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" """
        )
        append("""orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>""")
            .append('\n')
        append(
            """<rect class="ground" x="1" y="1" width="${width - 2}" height="${height - 2}" rx="8"/>"""
        )
        append('\n').append(shapes).append("</svg>\n")
    }

    private fun path(points: IntArray, kind: String, more: String) {
        val places = points.toList().chunked(2).joinToString(" ") { (x, y) -> "$x,$y" }
        shapes.append("""<polyline class="$kind" points="$places"$more/>""").append('\n')
    }

    companion object {
        fun escaped(text: String): String =
            text
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")

        private val STYLE =
            """
            text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; fill: #1d2730; }
            .quiet { fill: #52606c; font-size: 13px; } .small { fill: #52606c; font-size: 11px; }
            .strong { font-weight: 600; } .code { font-family: ui-monospace, Menlo, "Liberation Mono", monospace; font-size: 13px; }
            .ground { fill: #fff; stroke: #d5dce2; }
            .free { fill: #f2f5f7; stroke: #a9b5bf; } .data { fill: #bfdef8; stroke: #3f83b8; }
            .claimed { fill: #cdeccb; stroke: #4b9a4a; } .gap { fill: #f7dfc4; stroke: #bd7f3a; }
            .panel { fill: #f2f5f7; stroke: #a9b5bf; } .lost { fill: #f4d5d2; stroke: #b85a50; }
            .line { fill: none; stroke: #52606c; stroke-width: 1.4; } .dashed { fill: none; stroke: #52606c; stroke-width: 1.4; stroke-dasharray: 4 4; }
            .track { fill: none; stroke: #d5dce2; stroke-width: 22; } .filled { fill: none; stroke: #3f83b8; stroke-width: 22; }
            .head { fill: #52606c; }
            @media (prefers-color-scheme: dark) {
              text { fill: #dce3e9; } .quiet, .small { fill: #a5b2be; }
              .ground { fill: #171e24; stroke: #37434d; }
              .free { fill: #222b33; stroke: #586672; } .data { fill: #1f4a6e; stroke: #62a8de; }
              .claimed { fill: #24502a; stroke: #74bd73; } .gap { fill: #583e1e; stroke: #d3a064; }
              .panel { fill: #222b33; stroke: #586672; } .lost { fill: #5a2a26; stroke: #d98279; }
              .line, .dashed { stroke: #a5b2be; } .track { stroke: #37434d; } .filled { stroke: #62a8de; } .head { fill: #a5b2be; }
            }
            """
                .trimIndent() + "\n"
    }
}

/** As wide as all pictures of the pages are, so that their words are of one size. */
fun drawing(height: Int, title: String, description: String, draw: Drawing.() -> Unit): Drawing =
    Drawing(640, height, title, description).apply(draw)
