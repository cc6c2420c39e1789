package io.bytering.benchmarks.variants

import io.bytering.benchmarks.duel.Pipe
import io.bytering.benchmarks.messages.RingMessages
import io.bytering.benchmarks.messages.SilentMessages
import java.io.StringWriter
import java.net.URLClassLoader
import java.nio.file.Files
import java.nio.file.Path
import javax.tools.ToolProvider
import kotlin.io.path.createDirectories
import kotlin.io.path.extension
import kotlin.io.path.isDirectory
import kotlin.io.path.readText
import kotlin.io.path.relativeTo
import kotlin.io.path.toPath
import kotlin.io.path.walk
import kotlin.io.path.writeText

/**
 * Rings of a copy of the core's sources in which something is taken out, beside those of the
 * library in the same JVM: what the thing gives. Production code has no switch for that.
 */
class EditedCore(private vararg val edits: Edit) {
    /** In each of these [files], which all must have some, all of [what] becomes [with]. */
    class Edit(val what: Regex, val with: String, vararg val files: String)

    private val messages: (Int, Int) -> Pipe by lazy {
        val loader = Loader(compile())
        val type = loader.loadClass(SilentMessages::class.java.name)
        @Suppress("UNCHECKED_CAST")
        type.getDeclaredConstructor().newInstance() as (Int, Int) -> Pipe
    }

    /** [SilentMessages] of those rings. */
    fun messages(capacity: Int, size: Int): Pipe = messages.invoke(capacity, size)

    private fun compile(): Path {
        val folder = Files.createTempDirectory("edited-core")
        Runtime.getRuntime().addShutdownHook(Thread { folder.toFile().deleteRecursively() })
        val classes = folder.resolve("classes").createDirectories()
        val compiler =
            checkNotNull(ToolProvider.getSystemJavaCompiler()) { "needs a JDK, not just a JRE" }
        val problems = StringWriter()
        compiler.getStandardFileManager(null, null, null).use { manager ->
            val options =
                listOf("-d", "$classes", "-cp", System.getProperty("java.class.path"), "-proc:none")
            val sources = manager.getJavaFileObjectsFromPaths(copy(folder.resolve("sources")))
            check(compiler.getTask(problems, manager, null, options, null, sources).call()) {
                "$problems"
            }
        }
        return classes
    }

    private fun copy(folder: Path): List<Path> {
        val sources = sortedMapOf<String, Path>()
        for (root in roots()) {
            for (file in root.walk().filter { it.extension == "java" }) {
                sources["${file.relativeTo(root)}"] = file // an overlay replaces what is below it
            }
        }
        sources.remove("module-info.java")
        return sources.map { (name, source) ->
            val copy = folder.resolve(name)
            copy.parent.createDirectories()
            copy.writeText(edited(source.fileName.toString(), source.readText()))
            copy
        }
    }

    private fun edited(name: String, text: String): String =
        edits
            .filter { name in it.files }
            .fold(text) { before, edit ->
                check(edit.what in before) { "$name has nothing like ${edit.what}" }
                before.replace(edit.what, edit.with)
            }

    private fun roots(): List<Path> {
        val here =
            javaClass.protectionDomain.codeSource.location.toURI().toPath() // in benchmarks/target
        val core = here.parent.parent.resolveSibling("bytering-core/src/main")
        check(core.resolve("java").isDirectory()) { "the core's sources are not in $core" }
        return listOf(8, 11, 22)
            .filter { it <= Runtime.version().feature() }
            .map { core.resolve(if (it == 8) "java" else "java$it") }
    }

    /** The edited core, and those classes of the benchmarks that use it. The rest is shared. */
    private class Loader(classes: Path) :
        URLClassLoader(arrayOf(classes.toUri().toURL()), EditedCore::class.java.classLoader) {
        override fun loadClass(name: String, resolve: Boolean): Class<*> =
            synchronized(getClassLoadingLock(name)) {
                findLoadedClass(name)
                    ?: when {
                        USERS.any { name.startsWith(it) } -> again(name)
                        name.startsWith("io.bytering.") && !name.startsWith(BENCHMARKS) ->
                            findClass(name)
                        else -> super.loadClass(name, resolve)
                    }
            }

        private fun again(name: String): Class<*> {
            val bytes =
                getResourceAsStream(name.replace('.', '/') + ".class")!!.use { it.readAllBytes() }
            return defineClass(name, bytes, 0, bytes.size)
        }
    }

    companion object {
        private const val BENCHMARKS = "io.bytering.benchmarks."

        private val USERS = listOf(SilentMessages::class.java.name, RingMessages::class.java.name)

        private val PADS = Regex("""long ([pq])\d\d(, \1\d\d)+;""")

        /** The halves and their positions share cache lines. */
        val withoutPadding: EditedCore =
            EditedCore(
                Edit(
                    PADS,
                    "",
                    "RingHalfPadding.java",
                    "SpscReader.java",
                    "SpscWriter.java",
                    "Cursor.java",
                    "CursorPadding.java",
                )
            )

        /** Each write and each read looks at the other half's position. */
        val withoutLimits: EditedCore =
            EditedCore(
                Edit(
                    Regex("""(length|max) <= limit - position &&"""),
                    "false &&",
                    "RingReader.java",
                    "RingWriter.java",
                )
            )
    }
}
