package io.bytering.cli.terminal

/** One line, whatever happened. */
fun complain(message: String) {
    System.err.println("${LiveLine.clear}bytering: ${message.printable()}")
}

/** Shows control characters, which a name of a file may contain, as `\n` or `\u001b`. */
fun String.printable(): String =
    if (none { it.isISOControl() }) this
    else
        map { char ->
                when {
                    char == '\n' -> "\\n"
                    char == '\r' -> "\\r"
                    char == '\t' -> "\\t"
                    char.isISOControl() -> "\\u%04x".format(char.code)
                    else -> "$char"
                }
            }
            .joinToString("")
