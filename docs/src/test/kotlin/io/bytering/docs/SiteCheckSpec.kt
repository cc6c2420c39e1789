package io.bytering.docs

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.io.path.createParentDirectories
import kotlin.io.path.createTempDirectory
import kotlin.io.path.writeText

/** What is wrong with a site is found, and nothing else is. */
class SiteCheckSpec :
    FunSpec({
        fun page(body: String) =
            "<!doctype html><html><head><title>x</title></head><body>$body</body></html>"

        fun Path.write(name: String, text: String) =
            resolve(name).createParentDirectories().writeText(text)

        /** A page in order, with more in it. */
        fun faults(more: String, vararg others: Pair<String, String>): List<String> {
            val site = createTempDirectory("site")
            try {
                site.write(
                    "index.html",
                    page("<h2 id=\"a\">A</h2><a href=\"sub/b.html\">B</a>$more"),
                )
                site.write("sub/b.html", page("<a href=\"../index.html#a\">A</a>"))
                site.write("p.svg", "<svg/>")
                for ((name, text) in others) site.write(name, text)
                return SiteCheck(site).faults()
            } finally {
                site.toFile().deleteRecursively()
            }
        }

        fun fault(more: String, vararg others: Pair<String, String>): String {
            val faults = faults(more, *others)
            return faults.singleOrNull() ?: "not one fault, but $faults"
        }

        test("a site in order has no faults") {
            faults("<img src=\"p.svg\" alt=\"p\"><a href=\"https://example.org/x\">x</a>")
                .shouldBeEmpty()
        }

        test("links that lead nowhere, and anchors that are not there") {
            fault("<a href=\"c.html\">C</a>") shouldBe "index.html: leads nowhere: c.html"
            fault("<img src=\"q.svg\" alt=\"q\">") shouldBe "index.html: leads nowhere: q.svg"
            fault("<a href=\"sub\">a folder</a>") shouldBe "index.html: leads nowhere: sub"
            fault("<a href=\"#b\">b</a>") shouldBe "index.html: no such place on that page: #b"
            fault("<a href=\"sub/b.html#b\">b</a>") shouldContain "no such place on that page"
        }

        test("a search that finds what is not there") {
            fun index(place: String) =
                SearchIndex.FILE to "x = [\n[\"$place\",\"B\",\"B\",\"\"]\n];\n"
            faults("", index("sub/b.html")).shouldBeEmpty()
            fault("", index("c.html")) shouldBe "search-index.js: leads nowhere: c.html"
            fault("", index("index.html#b")) shouldContain "no such place on that page"
        }

        test("pages that no page leads to") {
            fault("", "c.html" to page("<a href=\"index.html\">A</a>")) shouldBe
                "c.html: no page leads to it"
        }

        test("pictures without words") {
            fault("<img src=\"p.svg\">") shouldBe "index.html: a picture without words: p.svg"
        }

        test("HTML that is not well-formed, and names given twice") {
            fault("<p><b>bold</p>") shouldContain "index.html: HTML"
            fault("<p id=\"a\">again</p>") shouldBe "index.html: twice: #a"
        }

        test("what is fetched from another host, also by styles and by the API's documentation") {
            faults("<img src=\"https://example.org/p.svg\" alt=\"p\">").first() shouldContain
                "fetches from another host"
            fault("", "s.css" to "@import url(https://example.org/s.css);") shouldContain
                "s.css: fetches"
            fault(
                "",
                "api/core/x.html" to page("<script src=\"//example.org/s.js\"></script>"),
            ) shouldContain "api/core/x.html: fetches"
        }
    })
