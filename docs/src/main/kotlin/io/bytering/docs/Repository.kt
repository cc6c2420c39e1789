package io.bytering.docs

import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.extension
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.isDirectory
import kotlin.io.path.isRegularFile
import kotlin.io.path.relativeTo
import kotlin.io.path.walk

/** The files that the site is made of. Their names are paths from the root, with slashes. */
class Repository(private val root: Path) {
    /** Markdown, and HTML that others have made: what becomes pages. */
    val pages: List<String> = TOP + docs().filter { it.isPage }

    /** Pictures and data beside the pages. */
    val assets: List<String> = docs().filterNot { it.isPage }

    fun file(name: String): Path = root.resolve(name)

    fun has(name: String): Boolean = file(name).exists()

    fun isFolder(name: String): Boolean = file(name).isDirectory()

    /** All files below a folder, but for what builds leave there. */
    fun below(folder: String): List<String> =
        file(folder)
            .walk()
            .filter { it.isRegularFile() }
            .map { it.relativeTo(root).invariantSeparatorsPathString }
            .filterNot { name -> name.split('/').any { it == "target" || it.startsWith(".") } }
            .sorted()
            .toList()

    /** The generator of the site lies there too. */
    private fun docs() =
        below("docs").filterNot { it.startsWith("docs/src/") || it == "docs/pom.xml" }

    private val String.isPage
        get() = file(this).extension in setOf("md", "html")

    private companion object {
        val TOP = listOf("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
    }
}
