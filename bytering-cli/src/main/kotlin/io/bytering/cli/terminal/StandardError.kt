package io.bytering.cli.terminal

import com.github.ajalt.mordant.rendering.AnsiLevel

/**
 * What stands at the other end of standard error, as the start script found out: asking the
 * operating system from here would need native code.
 */
class StandardError(
    /** Columns of the terminal, or null if it is none. */
    val columns: Int?,
    /** Whether it shows more than ASCII. */
    val unicode: Boolean,
    val color: AnsiLevel,
) {
    companion object {
        fun detect(): StandardError {
            val columns = System.getProperty("bytering.columns")?.toIntOrNull()
            val plain = columns == null || !System.getenv("NO_COLOR").isNullOrEmpty()
            return StandardError(
                columns,
                System.getProperty("bytering.unicode") == "true",
                if (plain) AnsiLevel.NONE else AnsiLevel.ANSI16,
            )
        }
    }
}
