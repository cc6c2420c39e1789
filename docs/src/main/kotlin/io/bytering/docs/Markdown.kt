package io.bytering.docs

import org.commonmark.ext.gfm.tables.TablesExtension
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension
import org.commonmark.parser.Parser
import org.commonmark.renderer.html.HtmlRenderer
import org.jsoup.Jsoup
import org.jsoup.nodes.Element

/** Markdown as code hosts read it: with tables, and an anchor at every heading. */
object Markdown {
    private val extensions = listOf(TablesExtension.create(), HeadingAnchorExtension.create())
    private val parser = Parser.builder().extensions(extensions).build()
    private val renderer = HtmlRenderer.builder().extensions(extensions).build()

    fun html(markdown: String): Element =
        Jsoup.parseBodyFragment(renderer.render(parser.parse(markdown))).body()
}
