package io.bytering.samples

import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS

/** Runs a program in a JVM of its own, from the packed jars: the exit code, and what it printed. */
fun runProgram(main: String): Pair<Int, String> {
    val process =
        ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main,
            )
            .redirectErrorStream(true)
            .start()
    try {
        process.outputStream.close()
        val printed = process.inputStream.readAllBytes().decodeToString().trim()
        check(process.waitFor(240, SECONDS)) { "still runs: $printed" }
        return process.exitValue() to printed
    } finally {
        process.destroyForcibly()
    }
}
