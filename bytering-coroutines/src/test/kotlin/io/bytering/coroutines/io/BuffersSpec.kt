package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.coroutines.readAvailable
import io.bytering.coroutines.readFully
import io.bytering.coroutines.writeFully
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.io.Buffer
import kotlinx.io.EOFException

/** The extensions that suspend: what they add to the contracts of source and sink. */
internal class BuffersSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("bytes that are there need no suspension") {
            val ring = ByteRing.ofCapacity(8)
            val sink = Buffer()
            val all =
                launch(start = UNDISPATCHED) {
                    ring.writer().writeFully(bufferOf(0, 8), 8)
                    ring.reader().readAvailable(sink, 3) shouldBe 3
                    ring.reader().readFully(sink, 5)
                }
            all.isCompleted shouldBe true
            sink.shouldHold(0, 8)
        }

        for (shape in SHAPES) {
            test("exactly so many are read, however few come at a time: $shape") {
                val ring = shape.ring()
                launch(Dispatchers.Default) { Peer(3).writeTo(ring.writer(), shape.enough) }
                val sink = Buffer()
                ring.reader().readFully(sink, 100)
                sink.shouldHold(0, 100)
                ring.reader().readFully(sink, shape.enough - 100L)
                sink.shouldHold(100, shape.enough - 100)
                ring.reader().readFully(sink, 0)
                ring.reader().readAvailable(sink, 1) shouldBe -1
            }
        }

        test("an end that comes early is told with the numbers, and what came before is kept") {
            val ring = ByteRing.ofCapacity(8)
            ring.writer().put(5)
            ring.writer().close()
            val sink = Buffer()
            shouldThrow<EOFException> { ring.reader().readFully(sink, 7) }.message shouldBe
                "the stream ended after 5 of 7 bytes"
            sink.shouldHold(0, 5)
        }

        test("counts that can't be are refused with the numbers") {
            val ring = ByteRing.ofCapacity(8)
            val buffer = bufferOf(0, 2)
            shouldThrow<IllegalArgumentException> { ring.reader().readAvailable(buffer, -1) }
                .message shouldContain "-1"
            shouldThrow<IllegalArgumentException> { ring.reader().readFully(buffer, -2) }
                .message shouldContain "-2"
            shouldThrow<IllegalArgumentException> { ring.writer().writeFully(buffer, 3) }
                .message shouldContain "0..2, the size of the source: 3"
            buffer.shouldHold(0, 2)
        }

        test("a cancelled read takes nothing, and may be repeated") {
            val ring = ByteRing.ofCapacity(8)
            val sink = Buffer()
            launch(start = UNDISPATCHED) { ring.reader().readAvailable(sink, 9) }.cancelAndJoin()
            ring.writer().put(3)
            ring.reader().readAvailable(sink, 9) shouldBe 3
            sink.shouldHold(0, 3)
        }

        test("a cancelled readFully has in its sink what it took") {
            val ring = ByteRing.ofCapacity(8)
            val sink = Buffer()
            val reading = launch(start = UNDISPATCHED) { ring.reader().readFully(sink, 9) }
            ring.writer().put(3)
            reading.cancelAndJoin()
            ring.writer().put(3)
            val taken = ring.reader().position().toInt()
            sink.shouldHold(0, taken)
            ring.reader().takeAll()
        }

        test("a cancelled write keeps the rest, and may be taken up again") {
            val ring = ByteRing.ofCapacity(8)
            val source = bufferOf(0, 20)
            val writing = launch(start = UNDISPATCHED) { ring.writer().writeFully(source, 20) }
            writing.cancelAndJoin()
            source.size shouldBe 12
            ring.reader().takeAll()
            ring.writer().writeFully(source, 8)
            ring.reader().takeAll()
            source.shouldHold(16, 4)
        }

        test("a write that need not wait is cancelled all the same, between segments") {
            val ring = ByteRing.ofCapacity(1 shl 20)
            val source = bufferOf(0, 100_000)
            val writing =
                async(start = UNDISPATCHED) {
                    currentCoroutineContext().job.cancel()
                    ring.writer().writeFully(source, 100_000)
                }
            shouldThrow<CancellationException> { writing.await() }
            source.size shouldBe 100_000 - 8192
        }

        test("a read that need not wait is cancelled all the same, before it asks for more") {
            val ring = ByteRing.ofCapacity(8)
            ring.writer().put(3)
            val sink = Buffer()
            val reading =
                async(start = UNDISPATCHED) {
                    currentCoroutineContext().job.cancel()
                    ring.reader().readFully(sink, 5)
                }
            shouldThrow<CancellationException> { reading.await() }
            sink.shouldHold(0, 3)
        }

        test("closing ends both") {
            val ring = ByteRing.ofCapacity(8)
            val other = ByteRing.ofCapacity(8)
            supervisorScope {
                val reading =
                    async(start = UNDISPATCHED) {
                        runCatching { ring.reader().readFully(Buffer(), 1) }
                    }
                val writing =
                    async(start = UNDISPATCHED) {
                        runCatching { other.writer().writeFully(bufferOf(0, 9), 9) }
                    }
                ring.reader().close()
                other.writer().close()
                reading.await().exceptionOrNull().shouldBeInstanceOf<RingClosedException>()
                writing.await().exceptionOrNull().shouldBeInstanceOf<RingClosedException>()
            }
        }

        test("a reader that goes away ends a write, which keeps the rest") {
            val ring = ByteRing.ofCapacity(8)
            val source = bufferOf(0, 20)
            coroutineScope {
                val writing =
                    async(start = UNDISPATCHED) {
                        runCatching { ring.writer().writeFully(source, 20) }
                    }
                ring.reader().close()
                writing.await().exceptionOrNull().shouldBeInstanceOf<RingAbandonedException>()
            }
            source.shouldHold(8, 12)
        }

        test("a large ring is emptied by one read, over many segments") {
            val ring = ByteRing.ofCapacity(100_000)
            ring.writer().put(60_000)
            ring.reader().skip(60_000)
            ring.writer().put()
            val sink = Buffer()
            ring.reader().readAvailable(sink, Long.MAX_VALUE) shouldBe 100_000
            sink.shouldHold(60_000, 100_000)
        }
    })
