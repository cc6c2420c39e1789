package io.bytering.cli

import io.bytering.cli.terminal.StandardOutput
import kotlin.system.exitProcess

/**
 * Runs what people start most, once, for a JVM that then writes an archive of all the classes it
 * has loaded. Not a command: the start script calls it.
 *
 * @param args a file to read
 */
fun main(args: Array<String>) {
    StandardOutput.install()
    val file = args.single()
    val lines =
        listOf(
            listOf("--help"),
            listOf("pipe", "--help"),
            listOf("copy", "--quiet", file, "/dev/null"),
            listOf("demo", "--bytes", "16M"),
            listOf("pipe", "--progress", "--interval", "0.05", "-L", "20M", "-S", "-s", "4M", file),
        )
    exitProcess(lines.maxOf { run(it) })
}
