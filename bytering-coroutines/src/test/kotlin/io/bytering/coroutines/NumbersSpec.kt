package io.bytering.coroutines

import io.bytering.ByteRing
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.EOFException
import java.nio.ByteBuffer
import java.nio.ByteOrder
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch

class NumbersSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        fun ByteRing.putNumber(size: Int, put: ByteBuffer.() -> Unit) {
            writer().write(ByteBuffer.allocate(size).apply(put).apply { flip() }) shouldBe size
        }

        test(
            "numbers of every size, sign and order, at every index, whatever order a buffer is set to"
        ) {
            for (order in listOf(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                for (index in 0..16) for (sign in intArrayOf(1, -1)) {
                    val ring = heapRing(17)
                    val reader = ring.reader()
                    ring.startAt(index)
                    for (slice in reader.slices()) slice.order(order)
                    reader.peek().order(order)
                    val byte = (0x12 * sign).toByte()
                    val short = (0x1234 * sign).toShort()
                    val int = 0x12345678 * sign
                    val long = 0x123456789abcdef0 * sign
                    ring.putNumber(15) { put(byte).putShort(short).putInt(int).putLong(long) }
                    reader.readByte() shouldBe byte
                    reader.readShort() shouldBe short
                    reader.readInt() shouldBe int
                    reader.readLong() shouldBe long
                    ring.putNumber(14) {
                        order(ByteOrder.LITTLE_ENDIAN).putShort(short).putInt(int).putLong(long)
                    }
                    reader.readShortLe() shouldBe short
                    reader.readIntLe() shouldBe int
                    reader.readLongLe() shouldBe long
                    reader.readableBytes() shouldBe 0
                }
            }
        }

        test("a number is waited for byte by byte, and a cancelled wait has consumed nothing") {
            val ring = heapRing(9)
            ring.startAt(4)
            val reader = ring.reader()
            val reading = async(Dispatchers.Unconfined) { reader.readLong() }
            val bytes = ByteBuffer.allocate(8).putLong(-2).array()
            for (byte in bytes) {
                reading.isCompleted shouldBe false
                reader.position() shouldBe 4
                ring.writer().write(byteArrayOf(byte))
            }
            reading.await() shouldBe -2
            ring.writer().put(3)
            launch(start = UNDISPATCHED) { reader.readInt() }.cancelAndJoin()
            reader.readableBytes() shouldBe 3
        }

        test(
            "a stream that ends within a number is an error with both numbers, and the bytes stay"
        ) {
            val ring = heapRing(9)
            ring.writer().put(3)
            ring.writer().close()
            shouldThrow<EOFException> { ring.reader().readInt() }.message shouldContain
                "3 of 4 bytes"
            ring.reader().readShort() shouldBe 1
            ring.takeAll()
            shouldThrow<EOFException> { ring.reader().readByte() }
            shouldThrow<IllegalArgumentException> { heapRing(7).reader().readLong() }
                .message shouldContain "1..7: 8"
        }
    })
