package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.IOException
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.supervisorScope

class RingReaderBuilderSpec :
    FunSpec({
        timeout = 30.seconds.inWholeMilliseconds

        test("ringReader: the block reads what is written, and the scope waits for it") {
            var read = ByteArray(0)
            coroutineScope {
                ringReader(7) { reader ->
                        read = ByteArray(100)
                        reader.readFully(read)
                        reader.awaitReadable() shouldBe false
                    }
                    .use { it.writeFully(counted(0, 100)) }
            }
            read shouldBe counted(0, 100)
        }

        test("ringReader: a block that is done abandons the ring") {
            coroutineScope {
                val writer = ringReader(4) { it.readFully(ByteArray(2)) }
                shouldThrow<RingAbandonedException> { writer.writeFully(ByteArray(100)) }
                    .cause shouldBe null
            }
        }

        test("ringReader: a failing block closes the ring with its very cause") {
            val cause = IOException("disk full")
            supervisorScope {
                val writer =
                    ringReader(4) {
                        it.awaitReadable()
                        throw cause
                    }
                shouldThrow<RingAbandonedException> { writer.writeFully(ByteArray(100)) }
                    .cause shouldBeSameInstanceAs cause
            }
        }

        test("ringReader: a writer that fails hands the block its cause") {
            val cause = IOException("disk on fire")
            val seen = CompletableDeferred<Throwable?>()
            coroutineScope {
                val writer =
                    ringReader(4) {
                        seen.complete(runCatching { it.awaitReadable() }.exceptionOrNull())
                    }
                writer.close(cause)
            }
            seen.await() shouldBeSameInstanceAs cause
        }

        test(
            "ringReader: a writer closed by its own cancellation cancels the block, not the scope"
        ) {
            coroutineScope {
                val writer = ringReader(4) { it.awaitReadable() }
                writer.close(CancellationException("not needed"))
            }
        }

        test("both take a ring of one's own making") {
            coroutineScope {
                val ring = heapRing(3)
                ringWriter(ring) { it.writeFully(counted(0, 10)) } shouldBeSameInstanceAs
                    ring.reader()
                ring.reader().readFully(ByteArray(10))
                val back = heapRing(3)
                ringReader(back) { it.readFully(ByteArray(10)) }.writeFully(counted(0, 10))
            }
        }
    })
