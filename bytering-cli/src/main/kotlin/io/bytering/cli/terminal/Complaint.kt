package io.bytering.cli.terminal

/** One line, whatever happened. */
fun complain(message: String) {
    System.err.println("${LiveLine.clear}bytering: $message")
}
