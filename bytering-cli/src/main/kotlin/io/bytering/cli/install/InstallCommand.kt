package io.bytering.cli.install

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.completion.CompletionGenerator
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.arguments.optional
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.guarded
import io.bytering.cli.streams.pathOf
import io.bytering.cli.terminal.StandardOutput
import java.io.IOException
import java.nio.file.Files
import java.nio.file.LinkOption.NOFOLLOW_LINKS
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.attribute.PosixFilePermissions

/** The command by itself, outside its sources. */
class InstallCommand(private val version: String) : CoreCliktCommand("install") {
    private val prefix by
        argument("prefix", completionCandidates = CompletionCandidates.Path)
            .help("The folder to install into; without it, .local of the home folder.")
            .optional()

    override fun help(context: Context) =
        """
        Installs the command outside its sources.

        Puts a launcher, its jar, the manual page and the completions for bash and zsh into
        bin, lib and share of a folder, prints their names, and starts the command once. It
        then needs Java, and neither Maven nor the sources. Another install into the same
        folder replaces them; to uninstall, remove them.
        """
            .trimIndent()

    override fun run() {
        val launcher =
            System.getProperty(LAUNCHER)?.let { Path.of(it) }
                ?: throw Failure("install works through the start script only: ./bytering install")
        val jar = Path.of(InstallCommand::class.java.protectionDomain.codeSource.location.toURI())
        val name = prefix
        val folder =
            if (name == null) Path.of(System.getProperty("user.home"), ".local")
            else pathOf(name).toAbsolutePath().normalize()
        if (':' in "$folder") throw Failure("$folder: Java takes no path with a colon")

        val home = folder.resolve("lib/bytering")
        val installed = home.resolve("bytering")
        val link = folder.resolve("bin/bytering")
        if (Files.exists(link, NOFOLLOW_LINKS) && !Files.isSymbolicLink(link))
            throw Failure("$link is there already, and was not installed by this command")
        put(home.resolve("bytering.jar"), Files.readAllBytes(jar))
        put(installed, Files.readAllBytes(launcher), "rwxr-xr-x")
        put(folder.resolve("share/man/man1/bytering.1"), ManPage(root, version).toString())
        put(folder.resolve("share/bash-completion/completions/bytering"), completion("bash"))
        put(folder.resolve("share/zsh/site-functions/_bytering"), zshFunction())
        placed(link) { Files.createSymbolicLink(it, Path.of("../lib/bytering/bytering")) }
        start(link)
    }

    /** The whole command line, which describes itself. */
    private val root: CoreCliktCommand
        get() = currentContext.findRoot().command as CoreCliktCommand

    private fun completion(shell: String) =
        CompletionGenerator.generateCompletionForCommand(root, shell)

    /** To be found by its name in a folder of `fpath`, not to be sourced as it is made for. */
    private fun zshFunction(): String {
        val sourced = completion("zsh").substringAfter("compinit\n")
        return "#compdef bytering\n$sourced\n_bash_complete -F _bytering\n"
    }

    private fun put(file: Path, text: String) = put(file, text.toByteArray())

    private fun put(file: Path, bytes: ByteArray, permissions: String = "rw-r--r--") =
        placed(file) {
            Files.write(it, bytes)
            Files.setPosixFilePermissions(it, PosixFilePermissions.fromString(permissions))
        }

    /** Replaces the file in one step: it may be in use. */
    private fun placed(file: Path, make: (Path) -> Unit) =
        guarded("$file") {
            Files.createDirectories(file.parent)
            val part = file.resolveSibling(".${file.fileName}.part")
            try {
                Files.deleteIfExists(part) // of an install that was killed
                make(part)
                Files.move(part, file, ATOMIC_MOVE)
            } catch (e: IOException) {
                Files.deleteIfExists(part)
                throw e
            }
            StandardOutput.say("$file")
        }

    /** Shows that it starts; and it trains the JVM, which only needs to be done once. */
    private fun start(command: Path) {
        val exitCode =
            guarded("$command") {
                ProcessBuilder("$command", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor()
            }
        if (exitCode != 0)
            throw Failure("$command was installed, and does not start: it exits with $exitCode")
    }

    private companion object {
        /** Where the start script is; it tells when it is asked to install. */
        const val LAUNCHER = "bytering.launcher"
    }
}
