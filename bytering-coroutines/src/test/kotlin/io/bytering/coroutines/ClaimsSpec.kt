package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class ClaimsSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("a claim is waited for until it is contiguous, not until there is room") {
            val ring = heapRing(8)
            ring.startAt(5)
            ring.writer().put(1)
            // 7 are free, but 2 before the physical end and 5 behind it
            val claiming = async(start = UNDISPATCHED) { ring.writer().awaitClaim(6) }
            claiming.isCompleted shouldBe false
            ring.reader().skip(1)
            claiming.await().remaining() shouldBe 6
            ring.writer().commit(6)
            ring.reader().awaitPeek(6)?.remaining() shouldBe 6
        }

        test("every length can be claimed at every index once the ring is drained") {
            for (index in 0..8) for (length in 1..9) {
                val ring = heapRing(9)
                ring.startAt(index)
                ring.writer().put(1)
                val claiming =
                    async(start = UNDISPATCHED) { ring.writer().awaitClaim(length).remaining() }
                ring.reader().skip(1)
                claiming.await() shouldBe length
            }
        }

        test("a cancelled claim has claimed nothing, and may be repeated") {
            val ring = heapRing(8)
            ring.writer().put(8)
            launch(start = UNDISPATCHED) { ring.writer().awaitClaim(4) }.cancelAndJoin()
            shouldThrow<IllegalStateException> { ring.writer().commit(0) }
            val again = async(start = UNDISPATCHED) { ring.writer().awaitClaim(8) }
            ring.takeAll()
            again.await().remaining() shouldBe 8
        }

        test("a claim ends with the reader, and with its own half") {
            val ring = heapRing(8)
            ring.writer().put(8)
            val claiming =
                async(start = UNDISPATCHED) { runCatching { ring.writer().awaitClaim(4) } }
            ring.reader().close()
            (claiming.await().exceptionOrNull() is RingAbandonedException) shouldBe true
            shouldThrow<RingAbandonedException> { ring.writer().awaitClaim(1) }
            ring.writer().close()
            shouldThrow<RingClosedException> { ring.writer().awaitClaim(1) }
        }

        test("a peek waits for its amount and consumes nothing") {
            val ring = heapRing(8)
            val peeking = async(start = UNDISPATCHED) { ring.reader().awaitPeek(3)?.remaining() }
            ring.writer().put(2)
            peeking.isCompleted shouldBe false
            ring.writer().put(2)
            peeking.await() shouldBe 4
            ring.takeAll()
        }

        test("a peek is null when the stream ends with fewer, which stay") {
            val ring = heapRing(8)
            ring.writer().put(2)
            val peeking = async(start = UNDISPATCHED) { ring.reader().awaitPeek(3) }
            ring.writer().close()
            peeking.await() shouldBe null
            ring.reader().awaitPeek(2)?.remaining() shouldBe 2
            ring.takeAll()
            ring.reader().awaitPeek() shouldBe null
        }

        test("a writer that failed is no end for a peek, also over the physical end") {
            val cause = ArithmeticException()
            val ring = heapRing(8)
            ring.startAt(6)
            ring.writer().put(5) // 2 before the physical end, 3 behind it
            ring.writer().close(cause)
            runCatching { ring.reader().awaitPeek(4) }.exceptionOrNull() shouldBe cause
            ring.reader().awaitPeek(2)?.remaining() shouldBe 2
            ring.takeAll()
            runCatching { ring.reader().awaitPeek() }.exceptionOrNull() shouldBe cause
        }

        test("a peek over the physical end is refused, not waited for, and consumes nothing") {
            val ring = heapRing(8)
            ring.startAt(6)
            val peeking = async(start = UNDISPATCHED) { runCatching { ring.reader().awaitPeek(4) } }
            ring.writer().put(5)
            peeking.await().exceptionOrNull()?.message shouldContain
                "not in one piece: 2 are before the physical end, 5 in all"
            ring.reader().awaitPeek(2)?.remaining() shouldBe 2
            ring.takeAll()
        }

        test("amounts out of range are refused with the numbers in the message") {
            val ring = heapRing(8)
            for (amount in intArrayOf(-1, 0, 9)) {
                shouldThrow<IllegalArgumentException> { ring.writer().awaitClaim(amount) }
                    .message shouldContain "$amount"
                shouldThrow<IllegalArgumentException> { ring.reader().awaitPeek(amount) }
                    .message shouldContain "$amount"
            }
        }

        test("messages of every length go through in one piece, built and read in place") {
            val ring = heapRing(64)
            withContext(Dispatchers.Default) {
                launch {
                    val random = Random(1)
                    ring.writer().use { writer ->
                        repeat(20_000) {
                            val length = random.nextInt(1, 64)
                            writer.awaitClaim(length).put(length.toByte())
                            writer.commit(length)
                        }
                    }
                }
                val random = Random(1)
                repeat(20_000) {
                    val length = random.nextInt(1, 64)
                    ring.reader().awaitPeek(length)?.get() shouldBe length.toByte()
                    ring.reader().consume(length)
                }
                ring.reader().awaitPeek() shouldBe null
            }
        }
    })
