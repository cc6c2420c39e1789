package io.bytering.cli

import io.bytering.cli.failures.ExitCode
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotBeBlank
import io.kotest.matchers.string.shouldNotContain
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * Command lines at random, from words that belong there and words that don't: whatever they are,
 * the exit code is one of those in the help, and what went wrong is told in words. A failure names
 * the command line.
 */
class CommandFuzzSpec :
    FunSpec({
        timeout = 10.minutes.inWholeMilliseconds

        test("any words end in an exit code that is documented, and in no stack trace") {
            val folder = tempdir().apply { resolve("file").writeText("some bytes") }
            val around = File(".").list().orEmpty().toSet()
            val codes = HashSet<Int>()
            randomCases(2.seconds) { random ->
                val args = Words(random, folder).line()
                withClue("bytering $args") { codes += fuzz(args) }
            }
            codes shouldContainAll setOf(ExitCode.DONE, ExitCode.USAGE)
            File(".").list().orEmpty().toSet() shouldBe around
        }

        test("a picture's name that can't be is told as such") {
            fuzz(listOf("bursts", "--bursts", "1", "--picture", "a\u0000b")) shouldBe
                ExitCode.FAILED
        }

        test("files of any size are copied whole, whatever the ring") {
            val folder = tempdir()
            randomCases(1.seconds) { random ->
                val from = File(folder, "from").apply { writeBytes(random.nextBytes(size(random))) }
                val to = File(folder, "to ${random.nextInt(3)}")
                val args =
                    listOf("copy", from.path, to.path, "--verify", "--quiet") +
                        listOf("--buffer", "${1 + size(random)}") +
                        listOf("--storage", listOf("heap", "direct", "mirrored").random(random)) +
                        listOf("--wait", listOf("park", "yield", "backoff").random(random))
                withClue("${from.length()} bytes: bytering $args") {
                    fuzz(args) shouldBe ExitCode.DONE
                    to.readBytes().contentEquals(from.readBytes()) shouldBe true
                }
            }
        }
    })

private fun size(random: Random) = random.nextInt(1 shl random.nextInt(18))

/** Runs it and returns its exit code. */
private fun fuzz(args: List<String>): Int {
    val out = ByteArrayOutputStream()
    val err = ByteArrayOutputStream()
    val before = System.out to System.err
    System.setOut(PrintStream(out, true))
    System.setErr(PrintStream(err, true))
    val code =
        try {
            run(args)
        } finally {
            System.setOut(before.first)
            System.setErr(before.second)
        }
    code shouldBeIn listOf(ExitCode.DONE, ExitCode.FAILED, ExitCode.USAGE)
    if (code != ExitCode.DONE) err.toString().shouldNotBeBlank()
    for (text in listOf("$out", "$err")) {
        text shouldNotContain "\tat "
        text shouldNotContain "Exception"
    }
    return code
}

/**
 * Lines that end by themselves: standard input and output belong to the tests, so what would read
 * them, or wait for a connection, always has one word too many.
 */
private class Words(private val random: Random, private val folder: File) {
    fun line(): List<String> {
        val command = COMMANDS.random(random)
        val words = List(random.nextInt(4)) { word() }.flatten()
        return when (command) {
            "" -> words + "--none"
            "pipe",
            "tee",
            "relay" -> {
                val end = listOf("--none", "--help").random(random)
                listOf(command) + (words - "--") + listOf(end, end) // an option before may eat one
            }
            "copy" -> {
                val from = listOf("file", "file", "none", "").random(random)
                val to = listOf("to", "to/", "", "no/to").random(random)
                listOf(command) + listOf("${folder.path}/$from", "${folder.path}/$to") + words
            }
            "demo" -> listOf(command) + words + listOf("--bytes", "${random.nextInt(100_000)}")
            "pipeline" ->
                listOf(command) +
                    words +
                    listOf("--items", "${random.nextInt(10_000)}") +
                    listOf("--stages", "${random.nextInt(5)}") +
                    listOf("--ring", "${random.nextInt(1000)}")
            else ->
                listOf(command) + drawnInFolder(words + listOf("--bursts", "${random.nextInt(4)}"))
        }
    }

    /** What a picture is called by is a name in this folder; absolute ones stay what they are. */
    private fun drawnInFolder(words: List<String>) = words.mapIndexed { i, word ->
        val name = word.removePrefix("--picture=")
        when {
            name != word -> "--picture=${folder.resolve(name).path}"
            i > 0 && words[i - 1] == "--picture" -> folder.resolve(word).path
            else -> word
        }
    }

    private fun word(): List<String> =
        when (random.nextInt(8)) {
            0 -> listOf(OPTIONS.random(random), VALUES.random(random))
            1 -> listOf(OPTIONS.random(random) + "=" + VALUES.random(random))
            2 -> listOf(OPTIONS.random(random))
            3 -> listOf(VALUES.random(random))
            4 -> listOf("--buffer", VALUES.random(random))
            5 -> listOf("--quiet")
            6 -> listOf("--wait", listOf("park", "yield", "backoff", "sleep").random(random))
            else -> listOf(String(CharArray(random.nextInt(6)) { random.nextInt(0x250).toChar() }))
        }

    private companion object {
        val COMMANDS = listOf("", "demo", "pipe", "tee", "copy", "relay", "pipeline", "bursts")
        val OPTIONS =
            ("--buffer --wait --storage --huge-pages --quiet -q --progress --size -s --bytes --items " +
                    "--stages --ring --coroutines --bursts --seed --picture --listen --to --stats " +
                    "--verify --append -a -p --lossy --help -h --version -- - -x --")
                .split(' ')
        val VALUES =
            ("0 1 -1 64K 4M 1G 2G 9223372036854775807 9223372036854775808 1.5 4MiB 3KB 1T heap " +
                    "direct mirrored park spin :0 localhost:1 [::1]:99999 host: /dev/null /nowhere/x . ü")
                .split(' ') + listOf("", " ", "\u0000", "a\nb")
    }
}
