package io.bytering.okio

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.funSpec
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.io.InterruptedIOException
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.TimeUnit.MINUTES
import java.util.concurrent.TimeUnit.NANOSECONDS
import java.util.concurrent.atomic.AtomicInteger
import kotlin.random.Random
import okio.Buffer
import okio.HashingSink
import okio.HashingSource
import okio.Sink
import okio.Source
import okio.blackholeSink
import okio.buffer

/** Two connected ends, however they are connected. */
internal interface PipeEnds {
    val source: Source
    val sink: Sink

    fun cancel()
}

internal fun text(text: String) = Buffer().writeUtf8(text)

internal fun Sink.write(text: String) = write(text(text), text.length.toLong())

/** What one read finds. */
internal fun Source.readText(byteCount: Long = Long.MAX_VALUE): String {
    val buffer = Buffer()
    read(buffer, byteCount) shouldBe buffer.size
    return buffer.readUtf8()
}

/**
 * What okio says of its pipe, and of sources and sinks in general, for any pipe of [capacity]
 * bytes.
 */
internal fun pipeContract(pipe: (capacity: Int) -> PipeEnds) = funSpec {
    // ---------------------------------------------------------------- bytes

    test("what was written is read, and then comes the end") {
        val ends = pipe(6)
        ends.sink.write("abc")
        ends.source.readText(6) shouldBe "abc"
        ends.sink.close()
        repeat(2) { ends.source.read(Buffer(), 6) shouldBe -1 }
        ends.source.close()
    }

    test("a read takes no more than it is asked for, and appends") {
        val ends = pipe(6)
        ends.sink.write("abcdef")
        val buffer = text("x")
        ends.source.read(buffer, 2) shouldBe 2
        buffer.readUtf8() shouldBe "xab"
        ends.source.readText() shouldBe "cdef"
    }

    test("a write takes no more than it is asked for") {
        val ends = pipe(6)
        val buffer = text("abcdef")
        ends.sink.write(buffer, 2)
        buffer.readUtf8() shouldBe "cdef"
        ends.source.readText() shouldBe "ab"
    }

    test("a large stream through an awkward size arrives whole") {
        val ends = pipe(1000)
        val random = Random(7)
        val writing = Elsewhere {
            val hashing = HashingSink.sha1(ends.sink)
            val buffer = Buffer()
            repeat(200) {
                buffer.write(random.nextBytes(random.nextInt(16_000)))
                hashing.write(buffer, buffer.size)
            }
            hashing.close()
            hashing.hash
        }
        val hashing = HashingSource.sha1(ends.source)
        hashing.buffer().use { it.readAll(blackholeSink()) }
        hashing.hash shouldBe writing.get()
    }

    test("a full pipe has the writer wait for the reader") {
        val ends = pipe(3)
        val done = AtomicInteger()
        val writing = Elsewhere {
            ends.sink.write("abcdefghijkl")
            done.set(12)
        }
        for (part in listOf("abc", "def", "ghi")) {
            writing.awaitWaiting()
            done.get() shouldBe 0
            ends.source.readText() shouldBe part
        }
        writing.get()
        ends.source.readText() shouldBe "jkl"
    }

    test("an empty pipe has the reader wait for the writer") {
        val ends = pipe(100)
        val parts = listOf("abc", "def", "ghi", "jkl")
        val read = AtomicInteger()
        val reading = Elsewhere {
            parts.map { ends.source.readText().also { read.incrementAndGet() } }
        }
        for ((i, part) in parts.withIndex()) {
            while (read.get() < i) Thread.onSpinWait()
            reading.awaitWaiting()
            ends.sink.write(part)
        }
        reading.get() shouldBe parts
    }

    test("flush does not wait for the reader") {
        val ends = pipe(100)
        ends.sink.write("abc")
        ends.sink.flush()
        ends.source.readText() shouldBe "abc"
    }

    test("close does not wait for the reader") {
        val ends = pipe(100)
        ends.sink.write("abc")
        ends.sink.close()
        ends.source.buffer().readUtf8() shouldBe "abc"
    }

    // ---------------------------------------------------------------- time limits

    test("a write that waits too long throws, and what was written stays") {
        val ends = pipe(3)
        ends.sink.timeout().timeout(50, MILLISECONDS)
        ends.sink.write("abc")
        val rest = text("def")
        val start = System.nanoTime()
        shouldThrow<InterruptedIOException> { ends.sink.write(rest, 3) }.message shouldBe "timeout"
        System.nanoTime() - start shouldBeGreaterThanOrEqualTo MILLISECONDS.toNanos(50)
        rest.readUtf8() shouldBe "def"
        ends.source.readText(6) shouldBe "abc"
    }

    test("a read that waits too long throws, and loses nothing") {
        val ends = pipe(3)
        ends.source.timeout().timeout(50, MILLISECONDS)
        val buffer = Buffer()
        val start = System.nanoTime()
        shouldThrow<InterruptedIOException> { ends.source.read(buffer, 6) }.message shouldBe
            "timeout"
        System.nanoTime() - start shouldBeGreaterThanOrEqualTo MILLISECONDS.toNanos(50)
        buffer.size shouldBe 0
        ends.sink.write("abc")
        ends.source.readText() shouldBe "abc"
    }

    test("a deadline ends a wait, however long the timeout is") {
        val ends = pipe(3)
        ends.source.timeout().timeout(10, MINUTES).deadline(50, MILLISECONDS)
        shouldThrow<InterruptedIOException> { ends.source.read(Buffer(), 6) }
        ends.source.timeout().hasDeadline() shouldBe true
        ends.source.timeout().clearDeadline()
        ends.sink.write("abc")
        ends.source.readText() shouldBe "abc"
        ends.sink.timeout().timeout(10, MINUTES).deadline(50, MILLISECONDS)
        val rest = text("abcdef")
        shouldThrow<InterruptedIOException> { ends.sink.write(rest, 6) }
        rest.readUtf8() shouldBe "def"
    }

    test("a timeout ends a wait, however late the deadline is") {
        val ends = pipe(3)
        ends.source.timeout().timeout(50, MILLISECONDS).deadline(10, MINUTES)
        shouldThrow<InterruptedIOException> { ends.source.read(Buffer(), 6) }.message shouldBe
            "timeout"
    }

    test("a deadline that is past ends a wait at once") {
        val ends = pipe(3)
        ends.source.timeout().deadlineNanoTime(System.nanoTime() - 1)
        shouldThrow<InterruptedIOException> { ends.source.read(Buffer(), 6) }
        ends.sink.write("abc")
        ends.sink.timeout().deadlineNanoTime(System.nanoTime() - 1)
        shouldThrow<InterruptedIOException> { ends.sink.write("d") }
    }

    test("the cancel of a timeout lifts it for the wait under way") {
        var limit = MILLISECONDS.toNanos(100)
        while (true) {
            val ends = pipe(3)
            ends.source.timeout().timeout(limit, NANOSECONDS)
            val start = System.nanoTime()
            val reading = Elsewhere { ends.source.readText() }
            while (!reading.isWaiting) Thread.onSpinWait()
            ends.source.timeout().cancel()
            if (System.nanoTime() - start >= limit) {
                limit *= 2 // this machine was too slow to be in time
                continue
            }
            while (System.nanoTime() - start < 2 * limit) Thread.sleep(1)
            ends.sink.write("abc")
            reading.get() shouldBe "abc"
            ends.source.timeout().timeoutNanos() shouldBe limit
            shouldThrow<InterruptedIOException> { ends.source.read(Buffer(), 6) }
            break
        }
    }

    test("an interrupt ends a wait and stays set") {
        val ends = pipe(3)
        val reading = Elsewhere {
            shouldThrow<InterruptedIOException> { ends.source.read(Buffer(), 6) }
            Thread.interrupted()
        }
        reading.awaitWaiting()
        reading.thread.interrupt()
        reading.get() shouldBe true
        val rest = text("abcdef")
        val writing = Elsewhere {
            shouldThrow<InterruptedIOException> { ends.sink.write(rest, 6) }
            Thread.interrupted()
        }
        writing.awaitWaiting()
        writing.thread.interrupt()
        writing.get() shouldBe true
        ends.source.readText() shouldBe "abc"
        rest.readUtf8() shouldBe "def"
    }

    // ---------------------------------------------------------------- closes

    test("a write fails when the source is closed under it") {
        val ends = pipe(3)
        val writing = Elsewhere { ends.sink.write("abcdef") }
        writing.awaitWaiting()
        ends.source.close()
        shouldThrow<IOException> { writing.get() }
    }

    test("a write fails when the source was closed before") {
        val ends = pipe(3)
        ends.source.close()
        shouldThrow<IOException> { ends.sink.write("a") }
    }

    test("a read ends when the sink is closed under it") {
        val ends = pipe(3)
        val reading = Elsewhere { ends.source.read(Buffer(), 3) }
        reading.awaitWaiting()
        ends.sink.close()
        reading.get() shouldBe -1
    }

    test("flush and close fail if the source was closed before all was read") {
        val ends = pipe(100)
        ends.sink.write("abc")
        ends.source.close()
        shouldThrow<IOException> { ends.sink.flush() }
        shouldThrow<IOException> { ends.sink.close() }
    }

    test("flush and close do not fail if the source was closed after all was read") {
        val ends = pipe(100)
        ends.sink.write("abc")
        ends.source.readText()
        ends.source.close()
        ends.sink.flush()
        ends.sink.close()
    }

    test("a closed sink refuses all but a close") {
        val ends = pipe(100)
        ends.sink.close()
        shouldThrow<IllegalStateException> { ends.sink.write("abc") }.message shouldBe "closed"
        shouldThrow<IllegalStateException> { ends.sink.flush() }.message shouldBe "closed"
        ends.sink.close()
    }

    test("a closed source refuses all but a close") {
        val ends = pipe(100)
        ends.source.close()
        shouldThrow<IllegalStateException> { ends.source.read(Buffer(), 3) }.message shouldBe
            "closed"
        ends.source.close()
    }

    // ---------------------------------------------------------------- cancel

    test("after a cancel all but closes fail") {
        val ends = pipe(8)
        ends.sink.write("lost")
        ends.cancel()
        ends.cancel()
        shouldThrow<IOException> { ends.sink.write("hello") }.message shouldBe "canceled"
        shouldThrow<IOException> { ends.sink.flush() }.message shouldBe "canceled"
        shouldThrow<IOException> { ends.source.read(Buffer(), 3) }.message shouldBe "canceled"
        ends.sink.close()
        ends.source.close()
    }

    test("a cancel ends a write that waits") {
        val ends = pipe(8)
        val writing = Elsewhere { ends.sink.write("hello world") }
        writing.awaitWaiting()
        ends.cancel()
        shouldThrow<IOException> { writing.get() }.message shouldBe "canceled"
    }

    test("a cancel ends a read that waits") {
        val ends = pipe(8)
        val reading = Elsewhere { ends.source.readText() }
        reading.awaitWaiting()
        ends.cancel()
        shouldThrow<IOException> { reading.get() }.message shouldBe "canceled"
    }
}
