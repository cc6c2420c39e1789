package io.bytering.cli

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** As [CommandFuzzSpec], but what is random are the streams. */
class StreamFuzzSpec :
    FunSpec({
        timeout = 10.minutes.inWholeMilliseconds

        test("a copy from a named pipe to another is what came, or ends as its reader did") {
            val folder = tempdir()
            val fifos = listOf("from", "to").map { File(folder, it).path }
            ProcessBuilder(listOf("mkfifo") + fifos).start().waitFor()
            val codes = HashSet<Int>()
            randomCases(1.seconds, enough = { codes.size >= 2 }) { random ->
                val streams = RandomStreams(random)
                val args = listOf("copy") + fifos + streams.options()
                withClue("bytering $args") {
                    streams.feed { File(fifos[0]).outputStream() }
                    val got = streams.take { File(fifos[1]).inputStream() }
                    val (code, told) = told { run(args) }
                    streams.check(code, told, got)
                    codes += code
                }
            }
        }
    })

/** With what was printed on standard error meanwhile. */
private fun <T> told(action: () -> T): Pair<T, String> {
    val told = ByteArrayOutputStream()
    val before = System.err
    System.setErr(PrintStream(told, true))
    try {
        return action() to "$told"
    } finally {
        System.setErr(before)
    }
}
