package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.IOException
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.async
import kotlinx.io.Buffer
import kotlinx.io.writeString

/** Half of a stream never looks like all of it. */
class SuspendingUseSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("a sink whose block fails closes with the very failure, after its bytes") {
            val cause = IOException("no second half")
            repeat(100) {
                val ring = heapRing(4)
                val source = ring.reader().asSuspendingSource()
                val read = Buffer()
                val reading =
                    async(start = UNDISPATCHED) {
                        runCatching { while (source.readAtMostTo(read, 100) >= 0) {} }
                    }
                runCatching {
                    ring.writer().asSuspendingSink().use { sink ->
                        sink.write(Buffer().apply { writeString("first half") }, 10)
                        throw cause
                    }
                }
                    .exceptionOrNull() shouldBeSameInstanceAs cause
                reading.await().exceptionOrNull() shouldBeSameInstanceAs cause
                read.size shouldBe 10
            }
        }

        test("a sink whose block is done, or jumps out of it, ends the stream") {
            for (jumps in listOf(false, true)) {
                val ring = heapRing(4)
                run { ring.writer().asSuspendingSink().use { if (jumps) return@run } }
                ring.writer().isClosed shouldBe true
                ring.reader().asSuspendingSource().readAtMostTo(Buffer(), 1) shouldBe -1
            }
        }

        test("a source whose block fails tells the writer") {
            val cause = IOException("no room for it")
            val ring = heapRing(4)
            runCatching { ring.reader().asSuspendingSource().use { throw cause } }
                .exceptionOrNull() shouldBeSameInstanceAs cause
            shouldThrow<RingAbandonedException> { ring.writer().writeFully(ByteArray(1)) }
                .cause shouldBeSameInstanceAs cause
        }

        test("a close that fails as well is suppressed, and alone is thrown") {
            val cause = IOException("no second half")
            val late = IllegalArgumentException("by the close")
            val sink =
                object : SuspendingSink {
                    override suspend fun write(source: Buffer, byteCount: Long) {}

                    override suspend fun flush() {}

                    override fun close(cause: Throwable?) = throw late
                }
            runCatching { sink.use { throw cause } }.exceptionOrNull() shouldBeSameInstanceAs cause
            cause.suppressed.toList() shouldBe listOf(late)
            runCatching { sink.use {} }.exceptionOrNull() shouldBeSameInstanceAs late
        }
    })
