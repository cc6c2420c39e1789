package io.bytering.docs

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import org.jsoup.nodes.Element

class MarkdownSpec :
    FunSpec({
        test("pages lie where readers look for them, and find each other") {
            Places.ofPage("README.md") shouldBe "index.html"
            Places.ofPage("CHANGELOG.md") shouldBe "changelog.html"
            Places.ofPage("docs/faq.md") shouldBe "faq.html"
            Places.ofPage("docs/adr/README.md") shouldBe "adr/index.html"
            Places.relative("faq.html", "adr/index.html") shouldBe "adr/index.html"
            Places.relative("adr/a.html", "index.html") shouldBe "../index.html"
            Places.relative("adr/a.html", "adr/b.html") shouldBe "b.html"
            Places.relative("source/a/b.html", "source/c/d.html") shouldBe "../c/d.html"
        }

        test("tables are tables, and headings can be linked to") {
            val body = Markdown.html("# Two words\n\n| a | b |\n|---|---|\n| 1 | `2` |\n")
            body.selectFirst("h1")?.id() shouldBe "two-words"
            body.select("td").eachText() shouldBe listOf("1", "2")
        }

        test("code keeps its text when it gets its colours") {
            val text = "// if so\nval x = \"for <b>\" + 'c' // end\nfun f() = 1_000L /* val */\n"
            val code = Element("code").text(text)
            Code.highlight(code, "kotlin")
            code.wholeText() shouldBe text
            code.select(".keyword").eachText() shouldBe listOf("val", "fun")
            code.select(".string").first()?.text() shouldBe "\"for <b>\""
        }
    })
