package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingReader
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.nio.ByteBuffer
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.async

/** A half is closed with a cause: what waits on the other half gets that very object. */
class FailuresSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds
        val cause = IllegalStateException("disk on fire")

        /** Every way to wait for one byte; each consumes one at most. */
        val waits =
            mapOf<String, suspend (RingReader) -> Any?>(
                "awaitReadable" to { it.awaitReadable() },
                "awaitPeek" to { it.awaitPeek() },
                "readAvailable of an array" to { it.readAvailable(ByteArray(1)) },
                "readAvailable of a buffer" to { it.readAvailable(ByteBuffer.allocate(1)) },
                "readFully of an array" to { it.readFully(ByteArray(1)) },
                "readFully of a buffer" to { it.readFully(ByteBuffer.allocate(1)) },
                "readByteString" to { it.readByteString(1) },
                "readUntil" to { it.readUntil(0) },
                "readLine" to { it.readLine() },
                "copyTo" to { it.copyTo(heapRing(9).writer()) },
            )

        for ((name, wait) in waits) {
            test("$name: the failure comes after the last byte, as often as the end would") {
                val ring = heapRing(8)
                ring.writer().put(3)
                ring.writer().close(cause)
                repeat(3) {
                    ring.reader().awaitReadable(3 - it) shouldBe true
                    ring.reader().skip(1)
                }
                repeat(2) {
                    shouldThrow<IllegalStateException> { wait(ring.reader()) }
                        .shouldBeSameInstanceAs(cause)
                }
            }

            test("$name: a suspended reader is resumed with the failure") {
                val ring = heapRing(8)
                val waiting = async(start = UNDISPATCHED) { runCatching { wait(ring.reader()) } }
                waiting.isCompleted shouldBe false
                ring.writer().close(cause)
                waiting.await().exceptionOrNull() shouldBeSameInstanceAs cause
            }
        }

        test("an amount that a failure forestalls is no clean end, and what is left stays") {
            val ring = heapRing(8)
            ring.writer().put(3)
            val waiting =
                async(start = UNDISPATCHED) {
                    runCatching { ring.reader().awaitReadable(4) }
                }
            ring.writer().close(cause)
            waiting.await().exceptionOrNull() shouldBeSameInstanceAs cause
            runCatching { ring.reader().awaitPeek(4) }.exceptionOrNull() shouldBeSameInstanceAs
                cause
            runCatching { ring.reader().readByteString(4) }.exceptionOrNull() shouldBeSameInstanceAs
                cause
            runCatching { ring.reader().readUntil(-1) }.exceptionOrNull() shouldBeSameInstanceAs
                cause
            ring.reader().awaitReadable(3) shouldBe true
            ring.takeAll()
        }

        test("the reader's cause reaches the writer inside a RingAbandonedException") {
            val ring = heapRing(4)
            ring.writer().put(4)
            val room = async(start = UNDISPATCHED) { ring.writer().awaitWritable() }
            ring.reader().close(cause)
            room.await() shouldBe false
            val writer = ring.writer()
            for (write in
                listOf<suspend () -> Any>(
                    { writer.writeFully(ByteArray(1)) },
                    { writer.writeFully(ByteBuffer.allocate(1)) },
                    { writer.awaitClaim(1) },
                )) {
                shouldThrow<RingAbandonedException> { write() }.cause shouldBeSameInstanceAs cause
            }
        }

        test("of a failure and a clean end the first one counts") {
            val clean = heapRing(4)
            clean.writer().close()
            clean.writer().close(cause)
            withClue("closed cleanly first") { clean.reader().awaitReadable() shouldBe false }
        }
    })
