package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingReader
import io.bytering.coroutines.SuspendingSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.io.Buffer

/** What is promised of a source, blocking or suspending, whatever the ring below it. */
internal abstract class SourceContract(asSource: (RingReader) -> SuspendingSource) :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        for (shape in SHAPES) for (peer in PEERS) for (atMost in shape.steps) {
            test("every byte arrives once and in order: $shape; $peer; $atMost at most") {
                val total = shape.enough
                val ring = shape.ring()
                launch(Dispatchers.Default) { peer.writeTo(ring.writer(), total) }
                val source = asSource(ring.reader())
                val sink = Buffer()
                while (true) {
                    val before = sink.size
                    val count = source.readAtMostTo(sink, atMost.toLong())
                    if (count < 0) break
                    count shouldBeInRange 1L..atMost.toLong()
                    sink.size - before shouldBe count
                }
                sink.shouldHold(0, total)
            }
        }

        for (shape in SHAPES) {
            test("the end comes after the last byte, and stays: $shape") {
                val ring = shape.ring()
                val source = asSource(ring.reader())
                val count = ring.writer().put()
                ring.writer().close()
                val sink = Buffer()
                while (sink.size < count) source.readAtMostTo(sink, 9) shouldBeInRange 1L..9L
                repeat(3) { source.readAtMostTo(sink, Long.MAX_VALUE) shouldBe -1 }
                source.readAtMostTo(sink, 0) shouldBe 0
                sink.shouldHold(0, count)
            }

            test("what the sink held stays in front: $shape") {
                val ring = shape.ring()
                val source = asSource(ring.reader())
                // All but one byte of a segment, so that the bytes are spread over two.
                val sink = bufferOf(0, 8191)
                val rest = minOf(shape.capacity, 3)
                ring.writer().write(bytes(8191, rest), 0, rest)
                source.readAtMostTo(sink, 3) shouldBe rest
                sink.shouldHold(0, 8191 + rest)
            }
        }

        test("a read waits for the first byte, and does not return 0") {
            val ring = ByteRing.ofCapacity(7)
            val sink = Buffer()
            repeat(100) {
                val reading =
                    async(start = UNDISPATCHED) { asSource(ring.reader()).readAtMostTo(sink, 9) }
                ring.writer().put(2)
                // Two bytes are published at once
                reading.await() shouldBe 2
            }
            sink.shouldHold(0, 200)
        }

        test("nothing wanted is nothing to wait for") {
            val ring = ByteRing.ofCapacity(7)
            asSource(ring.reader()).readAtMostTo(Buffer(), 0) shouldBe 0
        }

        test("a negative count is refused with the number, and nothing moves") {
            val ring = ByteRing.ofCapacity(7)
            ring.writer().put(3)
            val sink = Buffer()
            shouldThrow<IllegalArgumentException> { asSource(ring.reader()).readAtMostTo(sink, -3) }
                .message shouldContain "-3"
            sink.size shouldBe 0
            ring.reader().readableBytes() shouldBe 3
        }

        test("a closed source refuses every read, and closes the reader") {
            val ring = ByteRing.ofCapacity(7)
            ring.writer().put(3)
            val source = asSource(ring.reader())
            repeat(2) { source.close() }
            val sink = Buffer()
            for (count in listOf(0L, 1L, Long.MAX_VALUE)) {
                shouldThrow<IllegalStateException> { source.readAtMostTo(sink, count) }
            }
            sink.size shouldBe 0
            shouldThrow<RingAbandonedException> { ring.writer().put(1) }
        }

        test("a source is closed by the close of its reader") {
            val ring = ByteRing.ofCapacity(7)
            val source = asSource(ring.reader())
            ring.reader().close()
            shouldThrow<IllegalStateException> { source.readAtMostTo(Buffer(), 1) }
        }

        test("closing ends a read that waits") {
            val ring = ByteRing.ofCapacity(7)
            val source = asSource(ring.reader())
            supervisorScope {
                val reading =
                    async(start = UNDISPATCHED) { runCatching { source.readAtMostTo(Buffer(), 1) } }
                source.close()
                reading.await().exceptionOrNull().shouldBeInstanceOf<IllegalStateException>()
            }
        }
    })
