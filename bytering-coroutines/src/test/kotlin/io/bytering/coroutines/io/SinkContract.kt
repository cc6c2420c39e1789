package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.RingWriter
import io.bytering.coroutines.SuspendingSink
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
import kotlinx.coroutines.supervisorScope
import kotlinx.io.Buffer
import kotlinx.io.IOException

/** What is promised of a sink, blocking or suspending, whatever the ring below it. */
internal abstract class SinkContract(asSink: (RingWriter) -> SuspendingSink) :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        for (shape in SHAPES) for (peer in PEERS) for (step in shape.steps) {
            test("every byte arrives once and in order: $shape; $peer; $step at a time") {
                val total = shape.enough
                val ring = shape.ring()
                val reading = async(Dispatchers.Default) { peer.readFrom(ring.reader()) }
                val sink = asSink(ring.writer())
                val source = bufferOf(0, total + 3)
                while (source.size > 3) {
                    val before = source.size
                    val count = minOf(step.toLong(), before - 3)
                    sink.write(source, count)
                    before - source.size shouldBe count
                }
                sink.flush()
                sink.close()
                reading.await() shouldBe total
                source.shouldHold(total.toLong(), 3)
            }
        }

        test("what was written is readable, flushed or not") {
            val ring = ByteRing.ofCapacity(7)
            asSink(ring.writer()).write(bufferOf(0, 5), 5)
            ring.reader().readableBytes() shouldBe 5
            ring.reader().takeAll()
        }

        test("counts that can't be are refused with the numbers, and nothing moves") {
            val ring = ByteRing.ofCapacity(7)
            val sink = asSink(ring.writer())
            val source = bufferOf(0, 5)
            for (count in listOf(Long.MIN_VALUE, -1, 6, Long.MAX_VALUE)) {
                val message =
                    shouldThrow<IllegalArgumentException> { sink.write(source, count) }.message
                message shouldContain ", the size of the source: $count"
            }
            source.shouldHold(0, 5)
            ring.reader().readableBytes() shouldBe 0
        }

        test("nothing to write is nothing to wait for") {
            val ring = ByteRing.ofCapacity(7)
            ring.writer().put()
            asSink(ring.writer()).write(Buffer(), 0)
        }

        test("a closed sink refuses everything, and closes the writer") {
            val ring = ByteRing.ofCapacity(7)
            val sink = asSink(ring.writer())
            sink.write(bufferOf(0, 4), 4)
            repeat(2) { sink.close() }
            val source = bufferOf(0, 2)
            for (count in 0L..2) shouldThrow<IllegalStateException> { sink.write(source, count) }
            shouldThrow<IllegalStateException> { sink.flush() }
            source.size shouldBe 2
            ring.reader().takeAll()
            ring.reader().isExhausted shouldBe true
        }

        test("a sink is closed by the close of its writer") {
            val ring = ByteRing.ofCapacity(7)
            val sink = asSink(ring.writer())
            ring.writer().close()
            shouldThrow<IllegalStateException> { sink.write(bufferOf(0, 1), 1) }
            shouldThrow<IllegalStateException> { sink.flush() }
        }

        test("closing a full ring waits for nobody") {
            val ring = ByteRing.ofCapacity(7)
            ring.writer().put()
            asSink(ring.writer()).close()
            ring.reader().takeAll()
            ring.reader().isExhausted shouldBe true
        }

        test("a write to a reader that is gone fails, and keeps the bytes") {
            val ring = ByteRing.ofCapacity(7)
            ring.reader().close()
            val source = bufferOf(0, 2)
            val sink = asSink(ring.writer())
            shouldThrow<IOException> { sink.write(source, 2) }
            source.shouldHold(0, 2)
            sink.flush()
            sink.close()
        }

        test("the reader's end ends a write that waits, and keeps the rest") {
            val ring = ByteRing.ofCapacity(7)
            val source = bufferOf(0, 12)
            supervisorScope {
                val writing =
                    async(start = UNDISPATCHED) {
                        runCatching { asSink(ring.writer()).write(source, 12) }
                    }
                ring.reader().close()
                writing.await().exceptionOrNull().shouldBeInstanceOf<IOException>()
            }
            // What is missing was written before the reader went away, or has left the source.
            source.size shouldBe 12 - ring.writer().position()
        }

        test("closing ends a write that waits, and nothing is lost") {
            val ring = ByteRing.ofCapacity(7)
            val source = bufferOf(0, 12)
            val sink = asSink(ring.writer())
            supervisorScope {
                val writing = async(start = UNDISPATCHED) { runCatching { sink.write(source, 12) } }
                sink.close()
                writing.await().exceptionOrNull().shouldBeInstanceOf<IllegalStateException>()
            }
            source.size shouldBeInRange 5L..12L
            val there = ring.reader().readableBytes()
            ring.reader().takeAll()
            source.shouldHold(there.toLong(), 12 - there)
        }
    })
