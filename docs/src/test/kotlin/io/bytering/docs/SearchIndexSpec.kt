package io.bytering.docs

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SearchIndexSpec :
    FunSpec({
        test("each section is found by its own anchor, and its text is only text") {
            val index = SearchIndex()
            val page =
                "# A ring\n\nFull <b>or</b> not.\n\n## Two \"halves\"\n\n| a | `b` |\n|---|---|\n"
            index.add("adr/a.html", Markdown.html(page))
            index.add("api/x.html", "ByteRing")
            index.script() shouldBe
                """
                byteringSections = [
                ["adr/a.html","A ring","A ring","Full or not. "],
                ["adr/a.html#two-halves","A ring","Two \"halves\"","a b "],
                ["api/x.html","API","ByteRing",""]
                ];

                """
                    .trimIndent()
        }

        test("no text ends the script") {
            val index = SearchIndex()
            index.add("a.html", Markdown.html("# A\n\n`</script>` \\\\ é\n"))
            index.script() shouldBe
                "byteringSections = [\n[\"a.html\",\"A\",\"A\",\"\\u003c/script> \\\\ \\u00e9 \"]\n];\n"
        }
    })
