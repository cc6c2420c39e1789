package io.bytering.cli

import io.bytering.cli.failures.ExitCode
import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.TimeoutException
import kotlin.concurrent.thread
import kotlin.random.Random

/**
 * Random bytes on the one side of a command, in chunks of random sizes, and somebody on its other
 * side who takes them in chunks of others, and perhaps stops in the middle.
 */
class RandomStreams(private val random: Random) {
    val sent: ByteArray = random.nextBytes(size())

    /** Bytes taken before the other side is closed, or null if that is when they end. */
    val taken: Int? = if (random.nextBoolean()) random.nextInt(sent.size + 1) else null

    private val feeding = CompletableFuture<Unit>()

    fun size(): Int = random.nextInt(1 shl random.nextInt(1, 20))

    /** Any options but those that name files. */
    fun options(): List<String> =
        listOf("--buffer", "${1 + size()}", "--quiet") +
            listOf("--storage", listOf("heap", "direct", "mirrored").random(random)) +
            listOf("--wait", listOf("park", "yield", "backoff", "spin").random(random))

    /** Opens and feeds the side that the command reads, on a thread of its own. */
    fun feed(open: () -> OutputStream) {
        val chunks = Random(random.nextLong())
        future(feeding) {
            try {
                open().use { out ->
                    var at = 0
                    while (at < sent.size) {
                        val count =
                            minOf(sent.size - at, 1 + chunks.nextInt(1 shl chunks.nextInt(17)))
                        out.write(sent, at, count)
                        out.flush()
                        at += count
                    }
                }
            } catch (_: IOException) {
                // The command has ended: nobody takes its output any more.
            }
        }
    }

    /** Opens the side that the command writes, and takes from it, on a thread of its own. */
    fun take(open: () -> InputStream): CompletableFuture<ByteArray> {
        val chunks = Random(random.nextLong())
        return future(CompletableFuture()) { open().use { take(it, chunks) } }
    }

    /** All of another stream, on a thread of its own: a waiter can stop waiting. */
    fun read(input: InputStream): CompletableFuture<String> =
        future(CompletableFuture()) { input.bufferedReader().readText() }

    private fun take(input: InputStream, chunks: Random): ByteArray {
        val got = ByteArray(taken ?: (sent.size + 1))
        var count = 0
        while (count < got.size) {
            val most = minOf(got.size - count, 1 + chunks.nextInt(1 shl chunks.nextInt(17)))
            val more = input.read(got, count, most)
            if (more < 0) break
            count += more
        }
        if (taken != null && chunks.nextBoolean()) {
            try { // first it takes nothing for a while: the command waits, until this side is
                // closed
                feeding.get(chunks.nextLong(30), MILLISECONDS)
            } catch (_: TimeoutException) {}
        }
        return got.copyOf(count)
    }

    /** Everything came out, or as much as was taken; and the exit code says which. */
    fun check(exitCode: Int, told: String, got: CompletableFuture<ByteArray>) {
        withClue("${sent.size} bytes, of which ${taken ?: "all"} are taken; told: $told") {
            val bytes = got.get(LIMIT, SECONDS)
            exitCode shouldBeIn
                if (taken == null) listOf(ExitCode.DONE)
                else listOf(ExitCode.DONE, ExitCode.DOWNSTREAM_CLOSED)
            bytes.size shouldBe (taken ?: sent.size)
            bytes.contentEquals(sent.copyOf(bytes.size)) shouldBe true
            feeding.get(LIMIT, SECONDS)
            for (line in told.lines().filter { it.isNotEmpty() }) {
                line shouldStartWith "bytering: "
                line shouldNotContain "Exception"
            }
        }
    }

    companion object {
        /** Seconds after which something hangs. */
        const val LIMIT = 240L

        private fun <T> future(
            future: CompletableFuture<T>,
            action: () -> T,
        ): CompletableFuture<T> {
            thread(isDaemon = true) {
                try {
                    future.complete(action())
                } catch (e: Throwable) {
                    future.completeExceptionally(e)
                }
            }
            return future
        }
    }
}
