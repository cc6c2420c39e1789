package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.io.bytestring.ByteString

class WritesSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("what fits is written without suspending") {
            val ring = heapRing(8)
            val writing =
                async(start = UNDISPATCHED) {
                    ring.writer().writeFully(byteArrayOf(9, 0, 1, 2, 9), 1, 4)
                    ring.writer().writeFully(ByteBuffer.wrap(counted(3, 3)))
                    ring.writer().writeFully(ByteString(counted(6, 2)))
                    ring.writer().writeFully(ByteArray(0))
                    ring.writer().writeFully(ByteString())
                    ring.writer().writeFully(ByteBuffer.allocate(0))
                }
            writing.isCompleted shouldBe true
            ring.takeAll()
        }

        test("what is longer than the ring is written as room comes") {
            val ring = heapRing(7)
            val writing = launch {
                ring.writer().writeFully(counted(0, 100))
                ring.writer().writeFully(ByteBuffer.wrap(counted(100, 50)))
                ring.writer().writeFully(ByteString(counted(150, 50)))
                ring.writer().close()
            }
            val dst = ByteArray(200)
            ring.reader().readFully(dst)
            dst shouldBe counted(0, 200)
            ring.reader().readAvailable(dst) shouldBe -1
            writing.join()
        }

        test("a cancelled write keeps what it wrote, and says how much") {
            val ring = heapRing(8)
            val src = ByteBuffer.wrap(counted(0, 20))
            val writing = launch(start = UNDISPATCHED) { ring.writer().writeFully(src) }
            writing.cancelAndJoin()
            src.position() shouldBe 8
            ring.takeAll()
            val again = launch(start = UNDISPATCHED) { ring.writer().writeFully(counted(8, 9)) }
            again.cancelAndJoin()
            ring.writer().position() shouldBe 16
            ring.takeAll()
        }

        test("a reader that leaves ends a write that waits") {
            for (write in 0..2) {
                val ring = heapRing(8)
                val writing =
                    async(start = UNDISPATCHED) {
                        runCatching {
                            when (write) {
                                0 -> ring.writer().writeFully(ByteArray(9))
                                1 -> ring.writer().writeFully(ByteBuffer.allocate(9))
                                else -> ring.writer().writeFully(ByteString(ByteArray(9)))
                            }
                        }
                    }
                writing.isCompleted shouldBe false
                ring.reader().close()
                (writing.await().exceptionOrNull() is RingAbandonedException) shouldBe true
                shouldThrow<RingAbandonedException> { ring.writer().writeFully(ByteArray(1)) }
            }
        }

        test("bad ranges and closed writers are refused, and nothing moves") {
            val ring = heapRing(8)
            shouldThrow<IndexOutOfBoundsException> { ring.writer().writeFully(ByteArray(4), 3, 2) }
            shouldThrow<IndexOutOfBoundsException> { ring.writer().writeFully(ByteArray(4), 3, 5) }
            shouldThrow<IndexOutOfBoundsException> { ring.writer().writeFully(ByteArray(4), 5) }
            ring.writer().position() shouldBe 0
            val writing =
                async(start = UNDISPATCHED) {
                    runCatching { ring.writer().writeFully(ByteArray(9)) }
                }
            ring.writer().close()
            (writing.await().exceptionOrNull() is RingClosedException) shouldBe true
            shouldThrow<RingClosedException> { ring.writer().writeFully(ByteArray(1)) }
        }
    })
