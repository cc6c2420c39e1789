package io.bytering.docs

import io.bytering.docs.pictures.Pictures
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
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
        test("the committed pictures are those that are drawn") {
            val folder = Path("..").resolve(Pictures.FOLDER).createDirectories()
            val drawn = Pictures.of(Path(".."))
            if (System.getProperty("pictures.update").toBoolean()) {
                for ((name, svg) in drawn) folder.resolve(name).writeText(svg)
            }
            val committed = folder.listDirectoryEntries().associate { it.name to it.readText() }
            val different = (drawn.keys + committed.keys).filter { drawn[it] != committed[it] }
            withClue("-Dpictures.update=true draws anew what differs; what is too much, delete") {
                different.shouldBeEmpty()
            }
        }
    })
