package io.bytering.cli.install

import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.context
import com.github.ajalt.clikt.output.HelpFormatter.ParameterHelp

/** A page of the manual, in roff, from the definitions of a command and its subcommands. */
class ManPage(private val root: CoreCliktCommand, private val version: String) {
    private val context = root.currentContext

    override fun toString(): String = buildString {
        appendLine(
            ".TH ${root.commandName.uppercase()} 1 \"\" \"${escaped(version)}\" \"User Commands\""
        )
        appendLine(".SH NAME")
        val purpose =
            root.help(context).trim().removeSuffix(".").replaceFirstChar { it.lowercase() }
        appendLine("${root.commandName} \\- ${escaped(purpose)}")
        appendLine(".SH SYNOPSIS")
        appendLine(".B ${root.commandName}")
        appendLine("[\\-\\-help] [\\-\\-version]")
        appendLine(".I command")
        appendLine("[\\fIoption\\fR ...] [\\fIargument\\fR ...]")
        appendLine(".SH DESCRIPTION")
        text(root.helpEpilog(context))
        appendLine(".SH COMMANDS")
        for (command in root.registeredSubcommands()) {
            if (command.hiddenFromHelp) continue
            command.resetContext(context)
            section(command)
        }
    }

    private fun StringBuilder.section(command: CoreCliktCommand) {
        val parameters = command.allHelpParams()
        val arguments = parameters.filterIsInstance<ParameterHelp.Argument>()
        val options = parameters.filterIsInstance<ParameterHelp.Option>()
        appendLine(".SS ${root.commandName} ${command.commandName}")
        appendLine(".B ${root.commandName} ${command.commandName}")
        val shown = arguments.map {
            val name = "\\fI${escaped(it.name)}\\fR" + if (it.repeatable) " ..." else ""
            if (it.required) name else "[$name]"
        }
        appendLine((listOf("[\\fIoption\\fR ...]") + shown).joinToString(" "))
        appendLine(".PP")
        text(command.help(context))
        for (argument in arguments) {
            entry("\\fI${escaped(argument.name)}\\fR", argument.help, argument.tags)
        }
        for (option in options) {
            val names =
                option.names.sortedBy { it.length }.joinToString(", ") { "\\fB${escaped(it)}\\fR" }
            val value = option.metavar?.let { " \\fI${escaped(it)}\\fR" }.orEmpty()
            entry(names + value, option.help, option.tags)
        }
    }

    private fun StringBuilder.entry(term: String, help: String, tags: Map<String, String>) {
        appendLine(".TP")
        appendLine(term)
        val default = tags["default"].orEmpty() // a flag has none
        text(if (default.isEmpty()) help else "$help (default: $default)")
    }

    /** Paragraphs, with an empty line between them. */
    private fun StringBuilder.text(text: String) {
        val paragraphs = text.trim().split(Regex("\n\\s*\n"))
        appendLine(
            paragraphs.joinToString("\n.PP\n") { paragraph ->
                paragraph.lines().joinToString("\n") { escaped(it.trim()) }
            }
        )
    }

    /** What roff would take for its own is shown as it is. */
    private fun escaped(text: String): String {
        val shown = text.replace("\\", "\\e").replace("-", "\\-")
        return if (shown.startsWith(".") || shown.startsWith("'")) "\\&$shown" else shown
    }
}
