package io.bytering.cli

import com.github.ajalt.clikt.core.CliktError
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.ContextCliktError
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.MultiUsageError
import com.github.ajalt.clikt.core.PrintHelpMessage
import com.github.ajalt.clikt.core.ProgramResult
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.core.context
import com.github.ajalt.clikt.core.parse
import com.github.ajalt.clikt.core.subcommands
import com.github.ajalt.clikt.output.Localization
import com.github.ajalt.clikt.output.ParameterFormatter
import com.github.ajalt.clikt.output.PlaintextHelpFormatter
import com.github.ajalt.clikt.parameters.options.versionOption
import io.bytering.cli.bursts.BurstsCommand
import io.bytering.cli.copy.CopyCommand
import io.bytering.cli.demo.DemoCommand
import io.bytering.cli.failures.ExitCode
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.Interruption
import io.bytering.cli.failures.asFailure
import io.bytering.cli.failures.inWords
import io.bytering.cli.install.InstallCommand
import io.bytering.cli.pipe.PipeCommand
import io.bytering.cli.pipeline.PipelineCommand
import io.bytering.cli.relay.RelayCommand
import io.bytering.cli.tee.TeeCommand
import io.bytering.cli.terminal.StandardOutput
import io.bytering.cli.terminal.complain
import kotlin.system.exitProcess

/** Each is made only if it is asked for, or all are listed. */
private val COMMANDS =
    mapOf(
        "demo" to ::DemoCommand,
        "pipe" to ::PipeCommand,
        "tee" to ::TeeCommand,
        "copy" to ::CopyCommand,
        "relay" to ::RelayCommand,
        "pipeline" to ::PipelineCommand,
        "bursts" to ::BurstsCommand,
    )

private class Bytering(args: List<String>) : CoreCliktCommand("bytering") {
    init {
        context { helpFormatter = { PlaintextHelpFormatter(it, showDefaultValues = true) } }
        val version = Bytering::class.java.`package`.implementationVersion ?: "of a class folder"
        versionOption(version)
        val asked = COMMANDS[args.firstOrNull()]
        if (asked != null) {
            subcommands(asked())
        } else {
            subcommands(COMMANDS.values.map { it() })
            subcommands(InstallCommand("bytering $version")) // has pages of all the others made
        }
    }

    override fun help(context: Context) = "Moves bytes through a lock-free ring buffer."

    override fun helpEpilog(context: Context) =
        """
        Sizes are in bytes, or 64K, 4M, 1G (powers of 1024; KiB, MiB, GiB mean the same).

        bytering bench measures the rings beside their peers; it has a --help of its own.

        Exit codes: 0 all bytes moved, 1 failed, 2 wrong usage, 141 the program behind the pipe
        stopped reading, 130 Ctrl-C (128 + the number of any other signal).
        """
            .trimIndent()

    override fun run() = Unit
}

fun main(args: Array<String>) {
    StandardOutput.install()
    Thread.setDefaultUncaughtExceptionHandler { thread, e ->
        complain(e.asFailure(thread.name).message.orEmpty())
    }
    exitProcess(Interruption.during({ "interrupted" }) { run(args.asList()) })
}

/** Runs one command line; returns the exit code. */
fun run(args: List<String>): Int =
    try {
        parse(args)
    } catch (e: Failure) {
        complain(e.message.orEmpty())
        e.exitCode
    } catch (e: OutOfMemoryError) {
        complain(e.inWords())
        ExitCode.FAILED
    } catch (e: Throwable) { // nobody expected it: a defect, but no reason to print a trace
        complain("$e")
        ExitCode.FAILED
    }

private fun parse(args: List<String>): Int {
    val command = Bytering(args)
    return try {
        command.parse(args)
        ExitCode.DONE
    } catch (e: UsageError) {
        complain(oneLine(e))
        ExitCode.USAGE
    } catch (e: ProgramResult) { // what happened is told already
        e.statusCode
    } catch (e: CliktError) { // help or version
        val help = command.getFormattedHelp(e).orEmpty()
        val asked = (e as? PrintHelpMessage)?.error != true
        if (asked) StandardOutput.say(help) else System.err.println(help)
        if (asked) e.statusCode else ExitCode.USAGE
    }
}

private fun oneLine(error: UsageError): String {
    val first = (error as? MultiUsageError)?.errors?.first() ?: error
    val context = (first as ContextCliktError).context
    val command = context?.commandNameWithParents()?.joinToString(" ") ?: "bytering"
    val words = context?.localization ?: object : Localization {}
    return "${first.formatMessage(words, ParameterFormatter.Plain)} (see $command --help)"
}
