package io.bytering.docs

import io.bytering.docs.pictures.Pictures
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText

/**
 * The pictures in `docs/pictures`, which code hosts show, are those that are drawn today.
 * `-Dpictures.update=true` draws them anew.
 */
class PicturesSpec :
    FunSpec({
        val root = Path("..")
        val folder = root.resolve(Pictures.FOLDER).createDirectories()
        val drawn = Pictures.of(root)

        test("the committed pictures are those that are drawn") {
            if (System.getProperty("pictures.update").toBoolean()) {
                for ((name, svg) in drawn) folder.resolve(name).writeText(svg)
            }
            folder.listDirectoryEntries().map { it.name }.toSet() shouldBe drawn.keys
            for ((name, svg) in drawn) {
                withClue("$name differs; -Dpictures.update=true draws it anew") {
                    folder.resolve(name).readText() shouldBe svg
                }
            }
        }
    })
