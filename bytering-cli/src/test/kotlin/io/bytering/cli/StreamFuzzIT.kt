package io.bytering.cli

import io.bytering.cli.failures.ExitCode
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.shouldBe
import java.io.File
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Random streams through the command, whose standard input and output they are. */
class StreamFuzzIT :
    FunSpec({
        timeout = 10.minutes.inWholeMilliseconds

        test("what pipe and tee pass on is what came, until somebody stops") {
            val folder = tempdir()
            randomCases(1.seconds) { random ->
                val case = if (random.nextBoolean()) Case(random) else TeeCase(random, folder)
                withClue("bytering ${case.args}") { case.run() }
            }
        }
    })

private open class Case(protected val random: Random) {
    protected val streams = RandomStreams(random)
    open val args = listOf("pipe") + streams.options()

    fun run() {
        val process = ProcessBuilder(listOf("$commandOfThisCheckout") + args).start()
        try {
            streams.feed { process.outputStream }
            val got = streams.take { process.inputStream }
            val told = streams.read(process.errorStream)
            withClue("it hangs") { process.waitFor(RandomStreams.LIMIT, SECONDS) shouldBe true }
            streams.check(process.exitValue(), told.get(RandomStreams.LIMIT, SECONDS), got)
            check(process.exitValue(), told.get())
        } finally {
            process.destroyForcibly()
        }
    }

    open fun check(exitCode: Int, told: String) {
        told shouldBe "" // it is quiet, also about a reader that has stopped
    }
}

private class TeeCase(random: Random, folder: File) : Case(random) {
    private val exact = File(folder, "exact").apply { writeText("before") }
    private val lossy = File(folder, "lossy")
    private val goesOn = random.nextBoolean()
    private val append = random.nextBoolean()

    override val args =
        listOf("tee", exact.path, "--lossy", lossy.path) +
            streams.options() +
            listOf("-p").filter { goesOn } +
            listOf("--append").filter { append }

    override fun check(exitCode: Int, told: String) {
        val lines = told.trim().lines().filter { it.isNotEmpty() && "lossy: lost" !in it }
        lines shouldBe listOf()
        val written = exact.readBytes().drop(if (append) "before".length else 0).toByteArray()
        if (goesOn || exitCode == ExitCode.DONE) written.size shouldBe streams.sent.size
        else written.size shouldBeGreaterThanOrEqualTo (streams.taken ?: 0)
        written.contentEquals(streams.sent.copyOf(written.size)) shouldBe true
    }
}
