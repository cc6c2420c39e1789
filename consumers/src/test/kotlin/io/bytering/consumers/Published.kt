package io.bytering.consumers

import java.io.File
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name

/** The folder into which this build has published. */
object Published {
    val version: String = System.getProperty("published.version")
    val withDocumentation: Boolean = System.getProperty("published.documentation").toBoolean()

    private val group = Path.of(System.getProperty("published.folder"), "io", "bytering")

    /** The jars that the libraries need. */
    val needed: List<String> =
        System.getProperty("java.class.path").split(File.pathSeparator).filter { path ->
            path.endsWith(".jar") && NEEDED.any { it in path }
        }

    val artifacts: List<String>
        get() = group.listDirectoryEntries().map { it.name }.sorted()

    /** Such as `.pom`, `.jar`, `-sources.jar`: what comes behind artifact and version. */
    fun kinds(artifact: String): List<String> =
        files(artifact).keys.filterNot { it.endsWith(".md5") || it.endsWith(".sha1") }.sorted()

    fun file(artifact: String, kind: String): Path = files(artifact).getValue(kind)

    /** A snapshot's version has the time instead of that word in the names of files. */
    private fun files(artifact: String): Map<String, Path> {
        val named =
            Regex("""\Q$artifact-${version.removeSuffix("SNAPSHOT")}\E(\d{8}\.\d{6}-\d+)?""")
        return group
            .resolve(artifact)
            .resolve(version)
            .listDirectoryEntries("$artifact-*")
            .associateBy { it.name.replace(named, "") }
    }
}

private val NEEDED =
    listOf("jspecify", "annotations-", "kotlin-stdlib-", "kotlinx-coroutines-core-", "kotlinx-io-")
