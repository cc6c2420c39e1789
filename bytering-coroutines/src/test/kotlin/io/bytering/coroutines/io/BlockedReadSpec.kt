package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.RingClosedException
import io.bytering.blocking.RingTimeoutException
import io.bytering.blocking.WaitStrategy
import io.bytering.coroutines.asRawSource
import io.bytering.coroutines.use
import io.bytering.coroutines.useSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.IOException
import java.io.InterruptedIOException
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread
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
import kotlinx.io.RawSource
import kotlinx.io.readByteArray

internal val STRATEGIES =
    listOf(
        WaitStrategy.parking(),
        WaitStrategy.backOff(),
        WaitStrategy.yielding(),
        WaitStrategy.busySpin(),
    )

/** Every way in which a blocked read ends, and that it loses nothing. */
internal class BlockedReadSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        /** The ring is as it was before, and so is the source. */
        fun ByteRing.shouldStillWorkWith(source: RawSource, position: Long = 0) {
            writer().put(3)
            val sink = Buffer()
            source.readAtMostTo(sink, 9) shouldBe 3
            sink.shouldHold(position, 3)
        }

        for (strategy in STRATEGIES) {
            test("a byte: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val source = ring.reader().asRawSource(strategy)
                val reading = blocked { source.readAtMostTo(Buffer(), 9) }
                ring.writer().put(1)
                reading.outcome().getOrThrow() shouldBe 1
            }

            test("the end of the stream: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val source = ring.reader().asRawSource(strategy)
                val reading = blocked { source.readAtMostTo(Buffer(), 9) }
                ring.writer().close()
                reading.outcome().getOrThrow() shouldBe -1
            }

            test("an interrupt, and the status stays set: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val source = ring.reader().asRawSource(strategy, parent = Job())
                val reading = blocked { source.readAtMostTo(Buffer(), 9) }
                reading.interrupt()
                (reading.failure() is InterruptedIOException) shouldBe true
                reading.interruptedAtEnd shouldBe true
                ring.shouldStillWorkWith(source)
            }

            test("the time limit: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val source = ring.reader().asRawSource(strategy, timeout = 5.milliseconds)
                shouldThrow<RingTimeoutException> { source.readAtMostTo(Buffer(), 9) }
                    .message shouldContain "5.0 ms"
                ring.shouldStillWorkWith(source)
            }

            test("the cancellation of the parent: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val parent = Job()
                val source = ring.reader().asRawSource(strategy, parent = parent)
                val reading = blocked { source.readAtMostTo(Buffer(), 9) }
                parent.children.count() shouldBe 1
                parent.cancel(CancellationException("enough"))
                reading.failure().shouldBeInstanceOf<CancellationException>().message shouldBe
                    "enough"
                reading.interruptedAtEnd shouldBe false
                parent.join()
                ring.shouldStillWorkWith(ring.reader().asRawSource(strategy))
            }

            test("a close by another thread: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val source = ring.reader().asRawSource(strategy)
                val reading = blocked { source.readAtMostTo(Buffer(), 9) }
                val cause = IOException("shutdown")
                source.close(cause)
                reading.failure().shouldBeInstanceOf<RingClosedException>().cause shouldBe cause
                ring.writer().failure() shouldBe cause
            }

            test("the cancellation of a call alone, as often as there is one: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val parent = Job()
                val source = ring.reader().asRawSource(strategy, parent = parent)
                repeat(3) {
                    val reading = blocked { source.readAtMostTo(Buffer(), 9) }
                    parent.cancelChildren(CancellationException("enough"))
                    reading.failure().shouldBeInstanceOf<CancellationException>().message shouldBe
                        "enough"
                }
                val reading = blocked { source.readAtMostTo(Buffer(), 9) }
                ring.writer().put(3)
                reading.outcome().getOrThrow() shouldBe 3
                ring.writer().close()
                source.readAtMostTo(Buffer(), 9) shouldBe -1
            }

            test("a call that is cancelled at any moment costs no later one: $strategy") {
                val ring = ByteRing.ofCapacity(8)
                val parent = Job()
                val source = ring.reader().asRawSource(strategy, parent = parent)
                val isOver = AtomicBoolean()
                val cancelling = thread { while (!isOver.get()) parent.cancelChildren() }
                val writing = thread {
                    repeat(300) {
                        while (ring.writer().writableBytes() < 8) Thread.yield()
                        ring.writer().put(1)
                    }
                }
                var read = 0L
                while (read < 300) {
                    try {
                        read += source.readAtMostTo(Buffer(), 9)
                    } catch (_: CancellationException) {}
                }
                isOver.set(true)
                cancelling.join()
                writing.join()
                ring.shouldStillWorkWith(source, read)
            }
        }

        test("a failing block of useSource tells the writer, and closes; others just close") {
            val cause = IOException("half of it")
            for (foreign in listOf(false, true)) {
                val ring = ByteRing.ofCapacity(8)
                val thrown = runCatching {
                    ring.reader().useSource { source ->
                        if (foreign) source.use { throw cause } else throw cause
                    }
                }
                thrown.exceptionOrNull() shouldBe cause
                ring.writer().failure() shouldBe cause
            }
            val ring = ByteRing.ofCapacity(8)
            ring.writer().use { it.put(3) }
            ring.reader().useSource { it.readByteArray().toList() } shouldBe bytes(0, 3).toList()
            ring.reader().isClosed shouldBe true
            ring.writer().failure() shouldBe null
        }

        test("a failing block of use tells the writer") {
            val cause = IOException("half of it")
            val ring = ByteRing.ofCapacity(8)
            runCatching { ring.reader().asRawSource().use { throw cause } }
                .exceptionOrNull() shouldBe cause
            ring.writer().failure() shouldBe cause
        }

        test("no time at all is enough for what is there, and for nothing else") {
            val ring = ByteRing.ofCapacity(8)
            val source = ring.reader().asRawSource(timeout = Duration.ZERO)
            shouldThrow<RingTimeoutException> { source.readAtMostTo(Buffer(), 9) }
            ring.shouldStillWorkWith(source)
        }

        test("a negative time limit is refused with the number") {
            shouldThrow<IllegalArgumentException> {
                    ByteRing.ofCapacity(8).reader().asRawSource(timeout = (-7).nanoseconds)
                }
                .message shouldContain "-7"
        }

        test("an interrupted thread takes what is there") {
            val ring = ByteRing.ofCapacity(8)
            val source = ring.reader().asRawSource()
            ring.writer().put(3)
            val reading = Blocked {
                Thread.currentThread().interrupt()
                source.readAtMostTo(Buffer(), 9)
            }
            reading.outcome().getOrThrow() shouldBe 3
            reading.interruptedAtEnd shouldBe true
        }

        test("a job that is over lets no read begin, and takes no byte") {
            val ring = ByteRing.ofCapacity(8)
            ring.writer().put(3)
            val cancelled = Job().apply { cancel() }
            val completed = Job().apply { complete() }
            for (parent in listOf(cancelled, completed)) {
                val source = ring.reader().asRawSource(parent = parent)
                val sink = Buffer()
                shouldThrow<CancellationException> { source.readAtMostTo(sink, 9) }
                sink.size shouldBe 0
            }
            ring.reader().takeAll()
        }

        test("between reads the job has no child") {
            val ring = ByteRing.ofCapacity(8)
            val parent = Job()
            val source = ring.reader().asRawSource(parent = parent)
            val reading = blocked { source.readAtMostTo(Buffer(), 9) }
            ring.writer().put(3)
            reading.outcome().getOrThrow() shouldBe 3
            parent.children.count() shouldBe 0
            parent.complete() shouldBe true
            parent.isCompleted shouldBe true
        }

        test("a coroutine that blocks is cancelled through its own job") {
            val ring = ByteRing.ofCapacity(8)
            val reader =
                launch(Dispatchers.IO) {
                    ring
                        .reader()
                        .asRawSource(parent = coroutineContext.job)
                        .readAtMostTo(Buffer(), 1)
                }
            reader.cancelAndJoin()
            ring.writer().put(3)
            ring.reader().takeAll()
        }

        test("a ring without signals is waited for by yielding") {
            val ring = ByteRing.builder().capacity(8).signals(false).build()
            val source = ring.reader().asRawSource()
            val reading = blocked { source.readAtMostTo(Buffer(), 9) }
            ring.writer().put(3)
            reading.outcome().getOrThrow() shouldBe 3
            shouldThrow<IllegalStateException> { ring.reader().asRawSource(WaitStrategy.parking()) }
        }
    })
