package io.bytering.coroutines

import io.bytering.RingClosedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.EOFException
import java.nio.ByteBuffer
import java.nio.ReadOnlyBufferException
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import kotlinx.io.bytestring.ByteString

class ReadsSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("readAvailable takes what there is, at every index and across the wrap") {
            for (index in 0..7) for (there in 1..8) {
                val ring = heapRing(8)
                ring.startAt(index)
                ring.writer().put(there)
                val dst = ByteArray(10)
                ring.reader().readAvailable(dst, 1, 10) shouldBe there
                dst.copyOfRange(1, 1 + there) shouldBe counted(index.toLong(), there)
                val buffer = ByteBuffer.allocateDirect(5)
                ring.writer().put(there)
                ring.reader().readAvailable(buffer) shouldBe minOf(there, 5)
            }
        }

        test("readAvailable suspends for one byte and is content with it") {
            val ring = heapRing(8)
            val dst = ByteArray(8)
            val array = async(start = UNDISPATCHED) { ring.reader().readAvailable(dst) }
            array.isCompleted shouldBe false
            ring.writer().put(1)
            array.await() shouldBe 1
            val buffer = ByteBuffer.allocate(8)
            val buffered = async(start = UNDISPATCHED) { ring.reader().readAvailable(buffer) }
            ring.writer().put(2)
            buffered.await() shouldBe 2
            buffer.position() shouldBe 2
        }

        test(
            "readAvailable tells the end by -1, again and again, and 0 only when nothing is wanted"
        ) {
            val ring = heapRing(8)
            ring.reader().readAvailable(ByteArray(0)) shouldBe 0
            ring.reader().readAvailable(ByteBuffer.allocate(0)) shouldBe 0
            val waiting = async(start = UNDISPATCHED) { ring.reader().readAvailable(ByteArray(1)) }
            ring.writer().close()
            waiting.await() shouldBe -1
            ring.reader().readAvailable(ByteArray(1)) shouldBe -1
            ring.reader().readAvailable(ByteBuffer.allocate(1)) shouldBe -1
            ring.reader().readAvailable(ByteArray(0)) shouldBe 0
        }

        test("readFully takes more than the ring holds") {
            val ring = heapRing(7)
            val array = ByteArray(100)
            val buffer = ByteBuffer.allocate(90)
            val reading = launch {
                ring.reader().readFully(array, 3, 99)
                ring.reader().readFully(buffer)
            }
            ring.writer().writeFully(counted(0, 186))
            reading.join()
            array.copyOfRange(3, 99) shouldBe counted(0, 96)
            buffer.array() shouldBe counted(96, 90)
        }

        test(
            "readFully tells how far it came when the stream ends early, and 0 bytes are never too many"
        ) {
            val ring = heapRing(8)
            ring.writer().put(5)
            ring.writer().close()
            val dst = ByteArray(8)
            shouldThrow<EOFException> { ring.reader().readFully(dst) }.message shouldContain
                "after 5 of 8 bytes"
            dst.copyOf(5) shouldBe counted(0, 5)
            val buffer = ByteBuffer.allocate(4)
            shouldThrow<EOFException> { ring.reader().readFully(buffer) }.message shouldContain
                "after 0 of 4 bytes"
            ring.reader().readFully(ByteArray(0))
            ring.reader().readFully(ByteBuffer.allocate(0))
        }

        test(
            "a readFully cancelled part way leaves its bytes in the array, and the position counts them"
        ) {
            val ring = heapRing(8)
            val dst = ByteArray(6)
            val reading = launch(start = UNDISPATCHED) { ring.reader().readFully(dst) }
            ring.writer().put(4)
            while (ring.reader().position() < 4) yield()
            reading.cancelAndJoin()
            dst.copyOf(4) shouldBe counted(0, 4)
            ring.writer().put(2)
            ring.takeAll()
        }

        test("readByteString takes all or nothing") {
            val ring = heapRing(8)
            ring.startAt(6)
            val waiting = async(start = UNDISPATCHED) { ring.reader().readByteString(4) }
            ring.writer().put(3)
            waiting.isCompleted shouldBe false
            ring.reader().position() shouldBe 6
            ring.writer().put(1)
            waiting.await() shouldBe ByteString(counted(6, 4))
            ring.reader().readByteString(0) shouldBe ByteString()
            ring.writer().put(2)
            ring.writer().close()
            shouldThrow<EOFException> { ring.reader().readByteString(3) }.message shouldContain
                "after 2 of 3 bytes"
            ring.takeAll()
            ring.reader().readByteString(0) shouldBe ByteString()
        }

        test("withTimeout ends every read, and a later one gets all bytes") {
            val ring = heapRing(8)
            ring.writer().put(3)
            withTimeoutOrNull(1.milliseconds) { ring.reader().readByteString(4) } shouldBe null
            withTimeoutOrNull(1.milliseconds) { ring.reader().awaitReadable(4) } shouldBe null
            withTimeoutOrNull(1.milliseconds) { ring.reader().awaitPeek(4) } shouldBe null
            withTimeoutOrNull(1.milliseconds) { ring.reader().readUntil(-1) } shouldBe null
            ring.takeAll()
            withTimeoutOrNull(1.milliseconds) { ring.reader().readAvailable(ByteArray(1)) } shouldBe
                null
            ring.writer().put(1)
            ring.takeAll()
        }

        test("bad arguments and closed readers are refused before anything moves") {
            val ring = heapRing(8)
            ring.writer().put(4)
            val reader = ring.reader()
            shouldThrow<IndexOutOfBoundsException> { reader.readAvailable(ByteArray(4), 2, 5) }
            shouldThrow<IndexOutOfBoundsException> { reader.readAvailable(ByteArray(4), 3, 2) }
            shouldThrow<IndexOutOfBoundsException> { reader.readFully(ByteArray(4), -1, 3) }
            shouldThrow<IndexOutOfBoundsException> { reader.readFully(ByteArray(4), 3, 2) }
            shouldThrow<ReadOnlyBufferException> {
                reader.readAvailable(ByteBuffer.allocate(4).asReadOnlyBuffer())
            }
            for (count in intArrayOf(-1, 9)) {
                shouldThrow<IllegalArgumentException> { reader.readByteString(count) }
                    .message shouldContain "0..8: $count"
            }
            ring.takeAll()
            reader.close()
            shouldThrow<RingClosedException> { reader.readAvailable(ByteArray(1)) }
            shouldThrow<RingClosedException> { reader.readFully(ByteArray(1)) }
            shouldThrow<RingClosedException> { reader.readByteString(1) }
        }
    })
