package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class CopiesSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test(
            "all bytes go through a chain of rings of odd sizes, and neither half is closed by it"
        ) {
            val first = heapRing(61)
            val second = heapRing(17)
            val third = heapRing(101)
            withContext(Dispatchers.Default) {
                launch { first.writer().use { it.writeFully(counted(0, 100_000)) } }
                launch {
                    second.writer().use { first.reader().copyTo(it) shouldBe 100_000L }
                    first.reader().isClosed shouldBe false
                }
                launch {
                    second.reader().copyTo(third.writer()) shouldBe 100_000L
                    third.writer().isClosed shouldBe false
                    third.writer().close()
                }
                val dst = ByteArray(100_000)
                third.reader().readFully(dst)
                dst shouldBe counted(0, 100_000)
                third.reader().awaitReadable() shouldBe false
            }
        }

        test("an ended stream copies what is left, over the wrap, and then nothing") {
            val from = heapRing(8)
            val to = heapRing(16)
            from.startAt(5)
            to.startAt(5)
            from.writer().put(8)
            from.writer().close()
            from.reader().copyTo(to.writer()) shouldBe 8L
            from.reader().copyTo(to.writer()) shouldBe 0L
            to.takeAll()
        }

        test("a cancelled copy leaves every byte in one of the two rings") {
            val from = heapRing(8)
            val to = heapRing(5)
            from.writer().put(8)
            val copying = launch(start = UNDISPATCHED) { from.reader().copyTo(to.writer()) }
            copying.cancelAndJoin()
            from.reader().position() shouldBe to.writer().position()
            to.takeAll()
            from.takeAll()
        }

        test("when the target is abandoned the rest stays in the source") {
            val from = heapRing(8)
            val to = heapRing(2)
            from.writer().put(6)
            val copying =
                async(start = UNDISPATCHED) {
                    runCatching { from.reader().copyTo(to.writer()) }
                }
            to.reader().close()
            (copying.await().exceptionOrNull() is RingAbandonedException) shouldBe true
            from.reader().position() shouldBe 2
            from.takeAll()
        }

        test("a write that fails between two slices leaves no byte in both rings") {
            // closed by whom the first slice wakes, or that waiter throws: after it has its bytes
            val failures =
                mapOf<String, (ByteRing) -> Unit>(
                    "the reader is closed" to { it.reader().close() },
                    "the writer is closed" to { it.writer().close() },
                    "a waiter throws" to { throw ArithmeticException() },
                )
            for ((name, fail) in failures) for (index in 1..8) withClue("$name, from $index") {
                val from = heapRing(8)
                val to = heapRing(32)
                from.startAt(index)
                to.startAt(index) // so that the streams agree
                from.writer().put(8)
                to.reader().arm({ fail(to) }, 1) shouldBe true
                val copying = runCatching { from.reader().copyTo(to.writer(), 8) }
                from.reader().position() shouldBe to.writer().position()
                if (name == "a waiter throws") {
                    (copying.exceptionOrNull() is ArithmeticException) shouldBe true
                    to.takeAll()
                }
                from.takeAll()
            }
        }

        test("a limit is kept to the byte, and nothing is waited for behind it") {
            val from = heapRing(8)
            val to = heapRing(64)
            from.startAt(5)
            to.startAt(5)
            from.writer().put(8)
            from.reader().copyTo(to.writer(), 0) shouldBe 0
            from.reader().copyTo(to.writer(), 2) shouldBe 2
            from.reader().copyTo(to.writer(), 6) shouldBe 6
            from.reader().position() shouldBe 13
            from.writer().put(3)
            from.writer().close()
            from.reader().copyTo(to.writer(), 4) shouldBe 3
            to.takeAll()
            shouldThrow<IllegalArgumentException> { from.reader().copyTo(to.writer(), -1) }
                .message shouldBe "limit must not be negative: -1"
        }

        test("closed halves are refused") {
            val from = heapRing(8)
            val to = heapRing(8)
            from.writer().put(3)
            to.writer().close()
            shouldThrow<RingClosedException> { from.reader().copyTo(to.writer()) }
            from.takeAll()
            from.reader().close()
            shouldThrow<RingClosedException> { from.reader().copyTo(heapRing(1).writer()) }
        }
    })
