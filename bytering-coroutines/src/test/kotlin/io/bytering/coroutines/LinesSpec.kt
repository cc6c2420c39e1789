package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.IOException
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.io.bytestring.encodeToByteString

/** Of the streams that are all tried. */
private val LONGEST = if (Integer.getInteger("bytering.effort", 1) > 1) 6 else 5

class LinesSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        fun ByteRing.put(text: String) {
            val bytes = text.encodeToByteArray()
            writer().write(bytes, 0, bytes.size) shouldBe bytes.size
        }

        fun lines(index: Int, text: String): ByteRing =
            heapRing(32).apply {
                startAt(index)
                put(text)
                writer().close()
            }

        test(
            "lines end with LF or CRLF, at every index, and the last one may end with the stream"
        ) {
            for (index in 0..31) {
                val reader = lines(index, "one\ntwo\r\n\n\r\na\rb\r\r\nlast\r").reader()
                List(7) { reader.readLine() } shouldBe
                    listOf("one", "two", "", "", "a\rb\r", "last\r", null)
                reader.readLine() shouldBe null
            }
        }

        test("lines are UTF-8, and what is not becomes U+FFFD") {
            val ring = heapRing(32)
            ring.startAt(30)
            ring.put("äöü – 🂡\n")
            ring.reader().readLine() shouldBe "äöü – 🂡"
            ring.writer().write(byteArrayOf(-1, 'a'.code.toByte(), '\n'.code.toByte()), 0, 3)
            ring.reader().readLine() shouldBe "\uFFFDa"
        }

        test("a line is waited for, byte by byte, and nothing is consumed before it is whole") {
            val ring = heapRing(16)
            val reading = async(Dispatchers.Unconfined) { ring.reader().readLine() }
            for (part in listOf("h", "ell", "o\r")) {
                ring.put(part)
                reading.isCompleted shouldBe false
                ring.reader().position() shouldBe 0
            }
            ring.put("\nnext")
            reading.await() shouldBe "hello"
            ring.reader().position() shouldBe 7
            launch(start = UNDISPATCHED) { ring.reader().readLine() }.cancelAndJoin()
            ring.put("\n")
            ring.reader().readLine() shouldBe "next"
        }

        test("a line as long as the limit is read, whatever ends it") {
            for (end in listOf("\n", "\r\n", "")) {
                val reader = lines(0, "12345$end").reader()
                reader.readLine(5) shouldBe "12345"
                reader.readLine(5) shouldBe null
            }
        }

        test("a longer line is an error with both numbers, as soon as it is known, and stays") {
            for (index in 0..31) for (end in listOf("\n", "\r\n", "")) {
                val reader = lines(index, "123456$end").reader()
                shouldThrow<IOException> { reader.readLine(5) }.message shouldBe
                    "the line is longer than the limit: at least 6 bytes, limit=5, capacity=32"
                reader.readLine(6) shouldBe "123456"
            }
            val ring = heapRing(16)
            val reading = async(start = UNDISPATCHED) { runCatching { ring.reader().readLine(5) } }
            ring.put("1234567")
            reading.await().exceptionOrNull()?.message shouldContain "at least 7 bytes, limit=5"
            ring.reader().position() shouldBe 0
        }

        test("a line that the ring can't hold is an error, not a wait for ever") {
            val ring = heapRing(8)
            val reading = async(start = UNDISPATCHED) { runCatching { ring.reader().readLine() } }
            ring.put("1234567")
            reading.isCompleted shouldBe false
            ring.put("8")
            reading.await().exceptionOrNull()?.message shouldContain "at least 8 bytes, limit=7"
            ring.reader().skip(1)
            ring.put("\n")
            ring.reader().readLine() shouldBe "2345678"
        }

        test("readUntil gives the bytes before the delimiter, and the last piece without one") {
            for (index in 0..31) {
                val reader = lines(index, "a;;bc;d").reader()
                val semicolon = ';'.code.toByte()
                List(4) { reader.readUntil(semicolon, 2) } shouldBe
                    listOf("a", "", "bc", "d").map { it.encodeToByteString() }
                reader.readUntil(semicolon) shouldBe null
            }
            val reader = lines(0, "abc;").reader()
            shouldThrow<IOException> { reader.readUntil(';'.code.toByte(), 2) }.message shouldBe
                "the piece is longer than the limit: at least 3 bytes, limit=2, capacity=32"
            reader.readUntil(';'.code.toByte(), 3) shouldBe "abc".encodeToByteString()
        }

        test("a line with CRLF that can't fit the ring is an error with true numbers") {
            val ring = heapRing(8)
            val reading = async(start = UNDISPATCHED) { runCatching { ring.reader().readLine() } }
            ring.put("1234567")
            reading.isCompleted shouldBe false
            ring.put("\r")
            reading.await().exceptionOrNull()?.message shouldBe
                "the line does not fit the ring with its ending: 8 bytes without its end are " +
                    "there, limit=7, capacity=8"
            ring.writer().close() // then it is the last line, and the CR is part of it
            shouldThrow<IOException> { ring.reader().readLine() }.message shouldContain
                "at least 8 bytes, limit=7"
        }

        /**
         * All short streams of these bytes, in pieces of one size, against what splits them when
         * they are known as a whole. After each piece that is too long, or not known to be: nothing
         * is consumed, and no more is waited for than is needed to know.
         */
        fun exhaustive(
            capacity: Int,
            limit: Int,
            stream: String,
            chunk: Int,
            endings: List<String>,
            read: suspend RingReader.() -> String?,
        ) {
            val ring = heapRing(capacity)
            var written = 0
            var place = 0
            while (true) {
                val steps = Steps(Steps.NEVER)
                var result: Result<String?>? = null
                steps.launch { result = runCatching { ring.reader().read() } }
                steps.run()
                while (result == null) {
                    // it waits: so more must be needed to know
                    verdict(stream.substring(place, written), limit, capacity, endings) shouldBe
                        null
                    if (written == stream.length) ring.writer().close()
                    else {
                        val next = stream.substring(written, minOf(written + chunk, stream.length))
                        val room = next.take(ring.writer().writableBytes())
                        ring.put(room)
                        written += room.length
                    }
                    steps.run()
                }
                val rest = stream.substring(place, written)
                val verdict =
                    verdict(rest, limit, capacity, endings)
                        ?: if (rest.length > limit) TOO_LONG to 0 else rest to rest.length
                when {
                    verdict.first == TOO_LONG -> {
                        result.exceptionOrNull().shouldBeInstanceOf<IOException>()
                        ring.reader().position() shouldBe place
                        return
                    }
                    rest.isEmpty() -> {
                        result.getOrThrow() shouldBe null
                        return
                    }
                    else -> {
                        result.getOrThrow() shouldBe verdict.first
                        place += verdict.second
                        ring.reader().position() shouldBe place
                    }
                }
            }
        }

        fun streams(bytes: String, most: Int): Sequence<String> = sequence {
            var last = listOf("")
            repeat(most + 1) {
                yieldAll(last)
                last = last.flatMap { s -> bytes.map { s + it } }
            }
        }

        test("every short stream is split into lines at every limit, by every chunk") {
            for (capacity in 1..5) for (limit in 0 until capacity) for (chunk in 1..2) {
                for (stream in streams("a\r\n", LONGEST)) {
                    withClue(
                        "capacity $capacity, limit $limit, chunks of $chunk, ${stream.toList()}"
                    ) {
                        exhaustive(capacity, limit, stream, chunk, listOf("\n", "\r\n")) {
                            readLine(limit)
                        }
                    }
                }
            }
        }

        test("every short stream is split at every delimiter and limit, by every chunk") {
            for (delimiter in listOf("b", "ab", "aa", "aab", "bab")) {
                for (capacity in delimiter.length..5) for (limit in
                    0..capacity - delimiter.length) {
                    for (chunk in 1..2) for (stream in streams("ab", LONGEST + 1)) {
                        withClue("capacity $capacity, limit $limit, $delimiter in $stream") {
                            exhaustive(capacity, limit, stream, chunk, listOf(delimiter)) {
                                readUntil(delimiter.encodeToByteString(), limit)
                                    ?.toByteArray()
                                    ?.decodeToString()
                            }
                        }
                    }
                }
            }
        }

        test("a delimiter out of range is refused") {
            val reader = heapRing(4).reader()
            for (delimiter in listOf("", "12345")) {
                shouldThrow<IllegalArgumentException> {
                        reader.readUntil(delimiter.encodeToByteString())
                    }
                    .message shouldContain "1..4: ${delimiter.length}"
            }
            shouldThrow<IllegalArgumentException> {
                    reader.readUntil("ab".encodeToByteString(), 3)
                }
                .message shouldContain "0..2: 3"
        }

        test(
            "a line that did not reach its collector's end comes again; a flow that is ended early has it"
        ) {
            val ring = heapRing(32)
            ring.put("one\ntwo\r\nthree\nfour")
            ring.reader().lines().first() shouldBe "one"
            shouldThrow<ArithmeticException> {
                    ring.reader().lines().collect { throw ArithmeticException(it) }
                }
                .message shouldBe "two"
            ring.reader().lines().take(2).toList() shouldBe listOf("two", "three")
            ring.writer().close()
            ring.reader().lines().toList() shouldBe listOf("four")
            shouldThrow<IllegalArgumentException> { ring.reader().lines(32) }
        }

        test("limits out of range and closed readers are refused") {
            val ring = heapRing(8)
            for (limit in intArrayOf(-1, 8)) {
                shouldThrow<IllegalArgumentException> { ring.reader().readLine(limit) }
                    .message shouldContain "0..7: $limit"
            }
            ring.put("\n")
            ring.reader().readUntil('\n'.code.toByte(), 0)?.size shouldBe 0
            ring.reader().close()
            shouldThrow<RingClosedException> { ring.reader().readLine() }
        }

        test("many lines cross a small ring") {
            val ring = heapRing(37)
            val text = List(5_000) { "line $it".repeat(1 + it % 3).take(33) }
            withContext(Dispatchers.Default) {
                launch {
                    ring.writer().use { writer ->
                        for (line in text) writer.writeFully("$line\r\n".encodeToByteArray())
                    }
                }
                for (line in text) ring.reader().readLine() shouldBe line
                ring.reader().readLine() shouldBe null
            }
        }
    })

private const val TOO_LONG = "too long"

/**
 * What is known of a stream that begins so and goes on: a piece and what is consumed with it; that
 * it is [TOO_LONG], whatever follows; or nothing yet.
 */
private fun verdict(
    start: String,
    limit: Int,
    capacity: Int,
    endings: List<String>,
): Pair<String, Int>? {
    for (end in 0..start.length) {
        val ending = endings.filter { start.take(end).endsWith(it) }.maxByOrNull { it.length }
        if (ending != null) {
            val piece = start.take(end - ending.length)
            return if (piece.length > limit) TOO_LONG to 0 else piece to end
        }
    }
    val shortest =
        (0..start.length).first { length ->
            endings.any { it.startsWith(start.substring(length)) }
        }
    return if (shortest > limit || start.length == capacity) TOO_LONG to 0 else null
}
