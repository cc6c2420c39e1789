package io.bytering.okio

import io.bytering.BroadcastRing
import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.blocking.WaitStrategy
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.IOException
import java.io.InterruptedIOException
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.TimeUnit.MINUTES
import okio.Buffer
import okio.buffer

/** What a source and a sink of a ring promise beyond okio's pipe. */
class RingOkioSpec :
    FunSpec({
        test("counts out of range are refused with their numbers, and nothing moves") {
            val ring = ByteRing.ofCapacity(8)
            val sink = ring.writer().asSink()
            val some = text("abc")
            for (count in listOf(-1L, 4L)) {
                shouldThrow<IllegalArgumentException> { sink.write(some, count) }.message shouldBe
                    "byteCount must be in 0..3, the size of the source: $count"
            }
            shouldThrow<IllegalArgumentException> { ring.reader().asSource().read(some, -1) }
                .message shouldBe "byteCount must not be negative: -1"
            some.readUtf8() shouldBe "abc"
            ring.writer().position() shouldBe 0
        }

        test("a read of no bytes returns 0 at once, unless the source is closed") {
            val source = ByteRing.ofCapacity(8).reader().asSource()
            source.read(Buffer(), 0) shouldBe 0
            source.close()
            shouldThrow<IllegalStateException> { source.read(Buffer(), 0) }
        }

        test("a deadline counts when nothing is waited for, over all calls") {
            val ring = ByteRing.ofCapacity(1 shl 20)
            val source = ring.reader().asSource()
            val sink = ring.writer().asSink()
            sink.write("abc")
            source.timeout().deadlineNanoTime(System.nanoTime() - 1)
            sink.timeout().deadlineNanoTime(System.nanoTime() - 1)
            shouldThrow<InterruptedIOException> { source.read(Buffer(), 3) }.message shouldBe
                "deadline reached"
            shouldThrow<InterruptedIOException> { sink.write("d") }.message shouldBe
                "deadline reached"
            ring.statistics().level() shouldBe 3
        }

        test("a deadline ends a write that always finds some room") {
            val ring = ByteRing.ofCapacity(8)
            val reading = Elsewhere {
                val source = ring.reader().asSource()
                val buffer = Buffer()
                while (source.read(buffer, 1) >= 0) buffer.clear()
            }
            val sink = ring.writer().asSink()
            sink.timeout().deadline(50, MILLISECONDS)
            val endless = Buffer()
            while (true) {
                endless.write(ByteArray(100_000))
                try {
                    sink.write(endless, endless.size)
                } catch (e: InterruptedIOException) {
                    break
                }
            }
            (ring.writer().position() % 100_000) shouldBe (100_000 - endless.size) % 100_000
            sink.close()
            reading.get()
        }

        test("a timeout that is canceled between two waits of a write is lifted for all of it") {
            val ring = ByteRing.ofCapacity(4)
            val sink = ring.writer().asSink()
            val source = ring.reader().asSource()
            sink.timeout().deadline(10, MINUTES)
            val writing = Elsewhere { sink.write("abcdefgh") }
            writing.awaitWaiting()
            sink.timeout().cancel()
            sink.timeout().deadlineNanoTime(System.nanoTime() - 1) // for the next call
            source.readText() shouldBe "abcd"
            source.readText() shouldBe "efgh"
            writing.get()
            shouldThrow<InterruptedIOException> { sink.write("i") }
        }

        test("an interrupt before a call ends it, and stays set") {
            val ring = ByteRing.ofCapacity(8)
            ring.writer().write(byteArrayOf(1))
            Thread.currentThread().interrupt()
            try {
                shouldThrow<InterruptedIOException> { ring.reader().asSource().readText() }
                shouldThrow<InterruptedIOException> { ring.writer().asSink().write("a") }
            } finally {
                Thread.interrupted() shouldBe true
            }
            ring.statistics().level() shouldBe 1
        }

        test("a writer's failure comes after its last byte, as a cause") {
            val ring = ByteRing.ofCapacity(8)
            val failure = IllegalStateException("half of it")
            ring.writer().write(byteArrayOf(1, 2, 3))
            ring.writer().close(failure)
            val source = ring.reader().asSource()
            source.read(Buffer(), 100) shouldBe 3
            repeat(2) {
                shouldThrow<IOException> { source.read(Buffer(), 100) }.cause shouldBeSameInstanceAs
                    failure
            }
        }

        test("a reader's cause reaches the sink") {
            val ring = ByteRing.ofCapacity(8)
            val failure = IllegalStateException("no more, please")
            ring.reader().close(failure)
            shouldThrow<RingAbandonedException> { ring.writer().asSink().write("a") }
                .cause shouldBeSameInstanceAs failure
        }

        test("halves that are closed elsewhere throw IOException, during a call and before it") {
            val failure = IllegalStateException("shutting down")
            for (cause in listOf(null, failure)) {
                val ring = ByteRing.ofCapacity(2)
                val source = ring.reader().asSource()
                val reading = Elsewhere { source.readText() }
                reading.awaitWaiting()
                ring.reader().close(cause)
                shouldThrow<IOException> { reading.get() }.cause shouldBe cause
                shouldThrow<IOException> { source.readText() }.cause shouldBe cause
                source.close()

                val other = ByteRing.ofCapacity(2)
                val sink = other.writer().asSink()
                val writing = Elsewhere { sink.write("abc") }
                writing.awaitWaiting()
                other.writer().close(cause)
                shouldThrow<IOException> { writing.get() }.cause shouldBe cause
                shouldThrow<IOException> { sink.write("a") }.cause shouldBe cause
                shouldThrow<IOException> { sink.flush() }.cause shouldBe cause
                sink.close()
            }
        }

        test("bytes that a lossy reader missed lie between two reads") {
            val ring = BroadcastRing.builder().capacity(64).history(32).build()
            val reader = ring.subscribeLossy()
            val source = reader.asSource()
            val seen = Buffer()
            for (i in 0 until 100) {
                ring.writer().write(ByteArray(7) { (i * 7 + it).toByte() })
                if (i % 5 == 0) {
                    val missed = reader.missedBytes()
                    val start = reader.position()
                    val count = source.read(seen, Long.MAX_VALUE)
                    val gap = reader.missedBytes() - missed
                    val bytes = seen.readByteArray()
                    bytes.size.toLong() shouldBe count
                    val from = start + gap
                    bytes.toList() shouldBe List(bytes.size) { (from + it).toByte() }
                }
            }
        }

        test("a ring without signals works by yielding, and parks for nobody") {
            val ring = ByteRing.builder().capacity(8).signals(false).build()
            shouldThrow<IllegalStateException> { ring.reader().asSource(WaitStrategy.parking()) }
            val reading = Elsewhere { ring.reader().asSource().buffer().readUtf8() }
            ring.writer().asSink().buffer().use { it.writeUtf8("through a small ring") }
            reading.get() shouldBe "through a small ring"
        }

        test("useSink writes what is buffered, and ends the stream") {
            val ring = ByteRing.ofCapacity(100)
            ring.writer().useSink { it.writeUtf8("hello").buffer.size } shouldBe 5
            ring.reader().useSource { it.readUtf8() } shouldBe "hello"
            ring.reader().isClosed shouldBe true
        }

        test("useSink and useSource tell the other side of a failure") {
            val failure = IllegalStateException("half of it")
            val ring = ByteRing.ofCapacity(100)
            shouldThrow<IllegalStateException> {
                ring.writer().useSink {
                    it.writeUtf8("hello").flush()
                    it.close()
                    throw failure
                }
            } shouldBeSameInstanceAs failure
            ring.reader().failure() shouldBeSameInstanceAs failure

            val other = ByteRing.ofCapacity(100)
            shouldThrow<IllegalStateException> {
                other.reader().useSource {
                    it.close()
                    throw failure
                }
            }
            other.writer().failure() shouldBeSameInstanceAs failure
        }

        test("useSink tells a writer that nobody will read what it still holds") {
            val ring = ByteRing.ofCapacity(100)
            shouldThrow<RingAbandonedException> {
                ring.writer().useSink {
                    it.writeUtf8("hello")
                    ring.reader().close()
                }
            }
            ring.writer().closeCause().shouldBeInstanceOf<RingAbandonedException>()
        }
    })
