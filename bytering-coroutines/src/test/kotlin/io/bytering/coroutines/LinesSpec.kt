package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingClosedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.IOException
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.io.bytestring.encodeToByteString

class LinesSpec :
    FunSpec({
        timeout = 30.seconds.inWholeMilliseconds

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
