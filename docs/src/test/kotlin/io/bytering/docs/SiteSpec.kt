package io.bytering.docs

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.io.path.Path

/** Makes `target/site`, with the API's documentation if an earlier build has left it there. */
class SiteSpec :
    FunSpec({
        test("the pages become a site without faults") {
            val (root, site, api) =
                listOf("..", "target/site", "target/api").map {
                    Path(it).toAbsolutePath().normalize()
                }
            Site(root, site, ApiDocs(api)).make().joinToString("\n") shouldBe ""
        }
    })
