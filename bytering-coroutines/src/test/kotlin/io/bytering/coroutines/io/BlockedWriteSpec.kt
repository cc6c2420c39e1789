package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.blocking.RingTimeoutException
import io.bytering.coroutines.asRawSink
import io.bytering.coroutines.asRawSource
import io.bytering.coroutines.use
import io.bytering.coroutines.useSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.IOException
import java.io.InterruptedIOException
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.nanoseconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.RawSource
import kotlinx.io.Sink
import kotlinx.io.asOutputStream
import kotlinx.io.buffered

/** Every way in which a blocked write ends, and that each byte is either written or kept. */
internal class BlockedWriteSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

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
                val cause = IOException("shutdown")
                sink.close(cause)
                writing.failure().shouldBeInstanceOf<RingClosedException>().cause shouldBe cause
                ring.reader().failure() shouldBe cause
                ring.reader().takeAll()
                source.shouldHold(8, 12)
            }

            test("the cancellation of a call alone, as often as there is one: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val parent = Job()
                val sink = ring.writer().asRawSink(strategy, parent = parent)
                val source = bufferOf(0, 20)
                repeat(3) {
                    val writing = blocked { sink.write(source, source.size) }
                    parent.cancelChildren(CancellationException("enough"))
                    writing.failure().shouldBeInstanceOf<CancellationException>().message shouldBe
                        "enough"
                }
                val writing = blocked { sink.write(source, 8) }
                ring.reader().takeAll()
                writing.outcome().getOrThrow()
                ring.reader().takeAll()
                source.shouldHold(16, 4)
            }
        }

        test("half of a stream never looks like all of it: useSink") {
            val cause = IOException("no second half")
            val blocks =
                mapOf<String, (Sink) -> Unit>(
                    "throws" to { throw cause },
                    "closes what it was given, and throws" to { sink -> sink.use { throw cause } },
                    "closes a stream over it, and throws" to
                        { sink ->
                            sink.asOutputStream().use { throw cause }
                        },
                )
            for ((how, block) in blocks) {
                withClue(how) {
                    repeat(100) {
                        val ring = ByteRing.ofCapacity(8)
                        val reading = Blocked { ring.reader().asRawSource().readAll() }
                        runCatching {
                            ring.writer().useSink { sink ->
                                sink.write(bytes(0, 5))
                                sink.flush()
                                block(sink)
                            }
                        }
                            .exceptionOrNull() shouldBe cause
                        reading.failure().shouldBeInstanceOf<IOException>().cause shouldBe cause
                    }
                }
            }
        }

        test("a block of useSink that is done, or jumps out, has written all of it") {
            fun all(ring: ByteRing, jumps: Boolean): Int {
                ring.writer().useSink { sink ->
                    sink.write(bytes(0, 5))
                    if (jumps) return 1
                }
                return 0
            }
            for (jumps in listOf(false, true)) {
                val ring = ByteRing.ofCapacity(8)
                all(ring, jumps) shouldBe if (jumps) 1 else 0
                val read = Buffer()
                ring.reader().asRawSource().readAtMostTo(read, 9) shouldBe 5
                read.shouldHold(0, 5)
                ring.reader().isExhausted shouldBe true
                ring.reader().failure() shouldBe null
            }
        }

        test("what a sink holds back and can't get rid of fails useSink and the stream") {
            val ring = ByteRing.ofCapacity(8)
            val thrown =
                shouldThrow<RingTimeoutException> {
                    ring.writer().useSink(timeout = Duration.ZERO) { it.write(bytes(0, 9)) }
                }
            ring.reader().takeAll()
            ring.reader().failure() shouldBe thrown
        }

        test("a failing block of use tells the reader") {
            val cause = IOException("half of it")
            val ring = ByteRing.ofCapacity(8)
            runCatching {
                ring.writer().asRawSink().use { sink ->
                    sink.write(bufferOf(0, 5), 5)
                    throw cause
                }
            }
                .exceptionOrNull() shouldBe cause
            ring.reader().takeAll()
            ring.reader().failure() shouldBe cause
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

/** To the end of the stream, or until that turns out to be none. */
private fun RawSource.readAll(): Long {
    val sink = Buffer()
    while (readAtMostTo(sink, 100) >= 0) {}
    return sink.size
}
