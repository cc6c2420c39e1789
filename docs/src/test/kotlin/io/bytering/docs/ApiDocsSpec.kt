package io.bytering.docs

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.io.path.createParentDirectories
import kotlin.io.path.createTempDirectory
import kotlin.io.path.writeText
import org.jsoup.Jsoup

class ApiDocsSpec :
    FunSpec({
        test("pages link to the API, and its pages link back") {
            val folder = createTempDirectory("api")
            try {
                val html = "<!doctype html><html><body><main><h1>Class A</h1></main></body></html>"
                val file = folder.resolve("core/io/bytering/A.html").createParentDirectories()
                file.writeText(html)
                val api = ApiDocs(folder)
                val place = api.pages.single()
                place shouldBe "api/core/io/bytering/A.html"

                val body = Markdown.html("# Waiting\n\nAn `A.of(1)`, and a `B`.\n")
                api.link(body, "adr/waiting.html")
                body.select("a.api").eachAttr("href") shouldBe listOf("../$place")

                val links = Jsoup.parse(api.withLinksBack(place, html)).select("main > .guides a")
                links.map { it.text() to it.attr("href") } shouldBe
                    listOf(
                        "All pages" to "../../../../contents.html",
                        "Waiting" to "../../../../adr/waiting.html",
                    )
            } finally {
                folder.toFile().deleteRecursively()
            }
        }
    })
