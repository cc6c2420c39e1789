package io.bytering.cli

import java.io.ByteArrayOutputStream
import java.nio.file.Path
import java.util.concurrent.TimeUnit.MINUTES
import org.zeroturnaround.exec.ProcessExecutor

/**
 * `bytering`, after its first start, which takes as long as it takes to train the JVM's archive.
 */
val commandOfThisCheckout: Path by lazy {
    val command = Path.of("../bytering").toRealPath()
    ProcessExecutor("$command", "--help").timeout(5, MINUTES).exitValueNormal().execute()
    command
}

/** What a shell script printed, and its exit code. */
class Ran(val exitCode: Int, val out: String, val err: String)

/**
 * Runs lines of bash in a folder, where `bytering` is the command of this checkout and nothing is a
 * terminal.
 */
class Shell(private val folder: Path) {
    /** @throws java.util.concurrent.TimeoutException after four minutes */
    fun run(script: String): Ran {
        val err = ByteArrayOutputStream()
        val result =
            ProcessExecutor("bash", "-c", PREPARED.trimIndent() + "\n" + script)
                .directory(folder.toFile())
                .environment("PATH", "${commandOfThisCheckout.parent}:${System.getenv("PATH")}")
                .redirectError(err)
                .readOutput(true)
                .timeout(4, MINUTES)
                .destroyOnExit()
                .execute()
        return Ran(
            result.exitValue,
            result.outputUTF8().trim(),
            err.toString(Charsets.UTF_8).trim(),
        )
    }

    private companion object {
        /**
         * `start` runs a command in the background, where it gets SIGINT as one in front does;
         * `poll` tries until a command succeeds.
         */
        const val PREPARED =
            """
            set -o pipefail
            start() { set -m; eval "${'$'}1 &"; set +m; }
            poll() { until eval "${'$'}1" 2>/dev/null; do sleep 0.02; done; }
            """
    }
}
