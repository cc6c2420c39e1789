package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class CopiesSpec :
    FunSpec({
        timeout = 30.seconds.inWholeMilliseconds

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
