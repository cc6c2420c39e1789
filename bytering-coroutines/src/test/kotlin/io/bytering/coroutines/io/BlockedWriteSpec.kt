package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.blocking.RingTimeoutException
import io.bytering.coroutines.asRawSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.InterruptedIOException
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.buffered

/** Every way in which a blocked write ends, and that each byte is either written or kept. */
internal class BlockedWriteSpec :
    FunSpec({
        timeout = 30.seconds.inWholeMilliseconds

        /** What has left the source is in the ring; the write is taken up again. */
        fun ByteRing.shouldGoOnWith(sink: RawSink, source: Buffer) {
            source.size shouldBe 20 - 8
            reader().takeAll()
            sink.write(source, 8)
            reader().takeAll()
            source.shouldHold(16, 4)
        }

        for (strategy in STRATEGIES) {
            test("room: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val sink = ring.writer().asRawSink(strategy)
                val source = bufferOf(0, 9)
                val writing = blocked { sink.write(source, 9) }
                ring.reader().takeAll()
                writing.outcome().getOrThrow()
                ring.reader().takeAll()
                source.size shouldBe 0
            }

            test("the end of the reader: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val sink = ring.writer().asRawSink(strategy)
                val source = bufferOf(0, 20)
                val writing = blocked { sink.write(source, 20) }
                ring.reader().close()
                writing.failure().shouldBeInstanceOf<RingAbandonedException>()
                source.shouldHold(8, 12)
            }

            test("an interrupt, and the status stays set: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val sink = ring.writer().asRawSink(strategy, parent = Job())
                val source = bufferOf(0, 20)
                val writing = blocked { sink.write(source, 20) }
                writing.interrupt()
                val failure = writing.failure().shouldBeInstanceOf<InterruptedIOException>()
                failure.bytesTransferred shouldBe 8
                writing.interruptedAtEnd shouldBe true
                ring.shouldGoOnWith(sink, source)
            }

            test("the time limit: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val sink = ring.writer().asRawSink(strategy, timeout = 5.milliseconds)
                val source = bufferOf(0, 20)
                val failure = shouldThrow<RingTimeoutException> { sink.write(source, 20) }
                failure.bytesTransferred shouldBe 8
                failure.message shouldContain "5.0 ms"
                ring.shouldGoOnWith(sink, source)
            }

            test("the cancellation of the parent: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val parent = Job()
                val sink = ring.writer().asRawSink(strategy, parent = parent)
                val source = bufferOf(0, 20)
                val writing = blocked { sink.write(source, 20) }
                parent.children.count() shouldBe 1
                parent.cancel(CancellationException("enough"))
                writing.failure().shouldBeInstanceOf<CancellationException>().message shouldBe
                    "enough"
                writing.interruptedAtEnd shouldBe false
                parent.join()
                ring.shouldGoOnWith(ring.writer().asRawSink(strategy), source)
            }

            test("a close by another thread: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val sink = ring.writer().asRawSink(strategy)
                val source = bufferOf(0, 20)
                val writing = blocked { sink.write(source, 20) }
                sink.close()
                writing.failure().shouldBeInstanceOf<RingClosedException>()
                ring.reader().takeAll()
                source.shouldHold(8, 12)
            }
        }

        test("a negative time limit is refused with the number") {
            shouldThrow<IllegalArgumentException> {
                    ByteRing.ofCapacity(8).writer().asRawSink(timeout = (-7).nanoseconds)
                }
                .message shouldContain "-7"
        }

        test("an interrupted thread uses what room there is") {
            val ring = ByteRing.ofCapacity(8)
            val writing = Blocked {
                Thread.currentThread().interrupt()
                ring.writer().asRawSink().write(bufferOf(0, 8), 8)
            }
            writing.outcome().getOrThrow()
            writing.interruptedAtEnd shouldBe true
            ring.reader().takeAll()
        }

        test("a job that is over lets no write begin, but flush and close") {
            val ring = ByteRing.ofCapacity(8)
            val cancelled = Job().apply { cancel() }
            val completed = Job().apply { complete() }
            val source = bufferOf(0, 4)
            for (parent in listOf(cancelled, completed)) {
                val sink = ring.writer().asRawSink(parent = parent)
                shouldThrow<CancellationException> { sink.write(source, 4) }
                source.size shouldBe 4
                sink.flush()
            }
            ring.writer().asRawSink(parent = cancelled).close()
            ring.reader().isExhausted shouldBe true
        }

        test("a coroutine that blocks is cancelled through its own job") {
            val ring = ByteRing.ofCapacity(8)
            val writer =
                launch(Dispatchers.IO) {
                    ring
                        .writer()
                        .asRawSink(parent = coroutineContext.job)
                        .write(bufferOf(0, 20), 20)
                }
            writer.cancelAndJoin()
            ring.reader().takeAll()
        }

        test("closing a buffered sink into a full ring ends with its reader") {
            val ring = ByteRing.ofCapacity(8)
            val sink = ring.writer().asRawSink().buffered()
            sink.write(bytes(0, 20))
            val closing = blocked { sink.close() }
            ring.reader().close()
            closing.failure().shouldBeInstanceOf<RingAbandonedException>()
            ring.writer().isClosed shouldBe true
            sink.close()
        }
    })
