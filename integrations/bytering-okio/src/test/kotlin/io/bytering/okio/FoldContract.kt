package io.bytering.okio

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.funSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.IOException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.SECONDS
import okio.Buffer
import okio.ForwardingSink
import okio.Sink
import okio.buffer

internal interface FoldingPipe : PipeEnds {
    fun fold(sink: Sink)
}

/** Keeps what it gets and what it is told. */
private class Told(val buffer: Buffer = Buffer()) : ForwardingSink(buffer) {
    var closes = 0
    var flushes = 0

    override fun flush() {
        flushes++
    }

    override fun close() {
        closes++
    }
}

/** What okio says of `Pipe.fold`. */
internal fun foldContract(pipe: (capacity: Int) -> FoldingPipe) = funSpec {
    test("what is written after a fold goes to the new sink, which is closed with the pipe's") {
        val ends = pipe(128)
        ends.sink.write("hello")
        ends.source.readText() shouldBe "hello"
        val told = Told()
        ends.fold(told)
        ends.sink.write("world")
        told.buffer.readUtf8() shouldBe "world"
        shouldThrow<IllegalStateException> { ends.source.read(Buffer(), 1) }
        told.closes shouldBe 0
        ends.sink.close()
        told.closes shouldBe 1
    }

    test("what was not read goes to the new sink, flushed") {
        val ends = pipe(128)
        ends.sink.write("hello")
        val told = Told()
        ends.fold(told)
        told.buffer.readUtf8() shouldBe "hello"
        told.flushes shouldBe 1
    }

    test("without such bytes nothing is flushed") {
        val told = Told()
        pipe(128).fold(told)
        told.flushes shouldBe 0
    }

    test("flushes go to the new sink") {
        val ends = pipe(128)
        val told = Told()
        ends.fold(told)
        ends.sink.flush()
        told.flushes shouldBe 1
    }

    test("a write that waits goes on into the new sink") {
        val ends = pipe(4)
        val writing = Elsewhere {
            ends.sink.buffer().use { it.writeUtf8("abcdefgh") }
        }
        writing.awaitWaiting()
        val told = Told()
        ends.fold(told)
        writing.get()
        told.buffer.readUtf8() shouldBe "abcdefgh"
        told.closes shouldBe 1
    }

    test("a pipe whose sink was closed closes the new one") {
        val ends = pipe(128)
        ends.sink.write("world")
        ends.sink.close()
        val told = Told()
        ends.fold(told)
        told.buffer.readUtf8() shouldBe "world"
        told.closes shouldBe 1
    }

    test("a pipe whose sink is closed during the fold closes the new one") {
        val ends = pipe(128)
        ends.sink.write("world")
        val told = Told()
        val writing = CountDownLatch(1)
        val closed = CountDownLatch(1)
        val folding = Elsewhere {
            ends.fold(
                object : ForwardingSink(told) {
                    override fun write(source: Buffer, byteCount: Long) {
                        writing.countDown()
                        closed.await()
                        super.write(source, byteCount)
                    }
                }
            )
        }
        writing.await()
        ends.sink.close()
        closed.countDown()
        folding.get()
        told.buffer.readUtf8() shouldBe "world"
        told.closes shouldBe 1
    }

    test("a second fold is refused") {
        val ends = pipe(128)
        ends.fold(Buffer())
        shouldThrow<IllegalStateException> { ends.fold(Buffer()) }.message shouldBe
            "sink already folded"
    }

    test("a new sink that fails has the writer fail, and the one that folds") {
        val ends = pipe(4)
        val writing = Elsewhere { ends.sink.write("abcdefghij") }
        writing.awaitWaiting()
        val boom = IOException("boom")
        val failing =
            object : ForwardingSink(Buffer()) {
                override fun write(source: Buffer, byteCount: Long) = throw boom
            }
        shouldThrow<IOException> { ends.fold(failing) } shouldBeSameInstanceAs boom
        shouldThrow<IOException> { writing.get() }
        shouldThrow<IllegalStateException> { ends.source.read(Buffer(), 1) }
    }

    test("a canceled pipe does not write, but its close closes the new sink") {
        val ends = pipe(8)
        ends.cancel()
        val told = Told()
        shouldThrow<IOException> { ends.fold(told) }.message shouldBe "canceled"
        told.closes shouldBe 0
        ends.sink.close()
        told.closes shouldBe 1
    }

    test("a cancel during a fold ends it, and closes find the new sink") {
        val ends = pipe(128)
        ends.sink.write("hello")
        val told = Told()
        val canceling =
            object : ForwardingSink(told) {
                override fun write(source: Buffer, byteCount: Long) {
                    super.write(source, byteCount)
                    ends.sink.write("more bytes") // the fold is not through
                    ends.cancel()
                }
            }
        shouldThrow<IOException> { ends.fold(canceling) }.message shouldBe "canceled"
        told.closes shouldBe 0
        ends.sink.close()
        told.closes shouldBe 1
    }

    // The smaller limit of both sinks counts while a call goes to the new one, and then its own
    // again.
    class Limits(val seconds: Long?, val deadline: Long?)

    for ((name, call) in
        listOf<Pair<String, (Sink) -> Unit>>(
            "write" to { it.write("abc") },
            "flush" to { it.flush() },
            "close" to { it.close() },
        )) {
        for ((mine, theirs) in listOf(5L to 9L, 9L to 5L, 5L to null, null to 5L)) {
            test(
                "a $name through the pipe has the smaller timeout: $mine s here, $theirs s there"
            ) {
                limited(pipe(4), call) { end, isMine ->
                    val seconds = if (isMine) mine else theirs
                    if (seconds != null) end.timeout().timeout(seconds, SECONDS)
                } shouldBe (SECONDS.toNanos(5) to null)
            }
            test(
                "a $name through the pipe has the earlier deadline: $mine s here, $theirs s there"
            ) {
                val start = System.nanoTime()
                limited(pipe(4), call) { end, isMine ->
                    val seconds = if (isMine) mine else theirs
                    if (seconds != null) {
                        end.timeout().deadlineNanoTime(start + SECONDS.toNanos(3600 * seconds))
                    }
                } shouldBe (0L to start + SECONDS.toNanos(3600 * 5))
            }
        }
    }
}

/** The timeout and the deadline that a call finds at the new sink. */
private fun limited(
    ends: FoldingPipe,
    call: (Sink) -> Unit,
    limit: (end: Sink, isMine: Boolean) -> Unit,
): Pair<Long, Long?> {
    var seen: Pair<Long, Long?>? = null
    val looking =
        object : ForwardingSink(Buffer()) {
            private val limits = okio.Timeout()

            override fun timeout() = limits

            fun look() {
                seen = now()
            }

            fun now() =
                limits.timeoutNanos() to
                    if (limits.hasDeadline()) limits.deadlineNanoTime() else null

            override fun write(source: Buffer, byteCount: Long) {
                look()
                source.skip(byteCount)
            }

            override fun flush() = look()

            override fun close() = look()
        }
    limit(looking, false)
    val before = looking.now()
    ends.fold(looking)
    limit(ends.sink, true)
    call(ends.sink)
    looking.now() shouldBe before
    return seen!!
}
