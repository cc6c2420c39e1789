package io.bytering.cli.terminal

import com.github.ajalt.mordant.rendering.AnsiLevel

/**
 * What stands at the other end of standard error, as the start script found out: asking the
 * operating system from here would need native code.
 *
 * @param atStart columns of the terminal when the program started, or null if there is none
 * @param unicode whether it shows more than ASCII
 * @param now asks for the columns again; 0 if that can't be found out
 */
class StandardError(
    private val atStart: Int?,
    val unicode: Boolean,
    val color: AnsiLevel,
    private val now: () -> Int = { 0 },
) {
    /** Columns of the terminal, which may change, or null if it is none. */
    val columns: Int?
        get() = atStart?.let { now().takeIf { columns -> columns > 0 } ?: it }

    /** Whether it is a terminal. */
    val isTerminal: Boolean
        get() = atStart != null

    companion object {
        fun detect(): StandardError {
            val columns = System.getProperty("bytering.columns")?.toIntOrNull()
            val plain = columns == null || !System.getenv("NO_COLOR").isNullOrEmpty()
            return StandardError(
                columns,
                System.getProperty("bytering.unicode") == "true",
                if (plain) AnsiLevel.NONE else AnsiLevel.ANSI16,
                TerminalSize::columns,
            )
        }
    }
}
