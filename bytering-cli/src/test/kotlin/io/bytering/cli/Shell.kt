package io.bytering.cli

import java.io.ByteArrayOutputStream
import java.nio.file.Path
import java.util.concurrent.TimeUnit.MINUTES
import org.opentest4j.TestAbortedException
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
            ProcessExecutor(BASH + listOf("-c", PREPARED.trimIndent() + "\n" + script))
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

    /**
     * Skips the test that calls this where its script could not interrupt what it starts.
     *
     * @param signal the one that the script sends
     */
    fun assumeCanSend(signal: String) {
        if (signal == "INT" && INTERRUPT_IGNORED)
            throw TestAbortedException(
                "the build ignores SIGINT, and there is no `env --default-signal` to undo that"
            )
    }

    private companion object {
        /**
         * A build that was started by `nohup`, or in the background of a script, may ignore SIGINT.
         * Its children would inherit that, and bash could not undo it.
         */
        val BASH: List<String> =
            listOf("env", "--default-signal=INT", "bash").takeIf {
                succeeds(it + listOf("-c", ":"))
            } ?: listOf("bash")

        /** Whether bash outlives a SIGINT of its own. */
        val INTERRUPT_IGNORED: Boolean by lazy {
            succeeds(BASH + listOf("-c", "kill -INT \$\$; exit 0"))
        }

        fun succeeds(command: List<String>): Boolean =
            ProcessExecutor(command).timeout(5, MINUTES).execute().exitValue == 0

        /**
         * `start` runs a command in the background, where it gets SIGINT as one in front does, if
         * [assumeCanSend]; `poll` tries until a command succeeds.
         */
        const val PREPARED =
            """
            set -o pipefail
            start() { set -m; eval "${'$'}1 &"; set +m; }
            poll() { until eval "${'$'}1" 2>/dev/null; do sleep 0.02; done; }
            """
    }
}
