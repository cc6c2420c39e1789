package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.RingClosedException
import io.bytering.blocking.RingTimeoutException
import io.bytering.blocking.WaitStrategy
import io.bytering.coroutines.asRawSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.InterruptedIOException
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.io.Buffer
import kotlinx.io.RawSource

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
        timeout = 30.seconds.inWholeMilliseconds

        /** The ring is as it was before, and so is the source. */
        fun ByteRing.shouldStillWorkWith(source: RawSource) {
            writer().put(3)
            val sink = Buffer()
            source.readAtMostTo(sink, 9) shouldBe 3
            sink.shouldHold(0, 3)
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
                source.close()
                reading.failure().shouldBeInstanceOf<RingClosedException>()
            }
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
