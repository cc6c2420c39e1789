package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class ReadinessSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("a second coroutine that waits hears that one does, and which; the first waits on") {
            val ring = ByteRing.ofCapacity(8)
            val first = async(start = UNDISPATCHED) { ring.reader().awaitReadable() }
            val message =
                shouldThrow<IllegalStateException> { ring.reader().awaitReadable() }.message
            message shouldContain "a waiter is armed already, and a half has one at a time: "
            message shouldContain "Continuation"
            ring.writer().write(ByteArray(1), 0, 1)
            first.await() shouldBe true
        }

        test("bytes that are there already need no suspension") {
            val ring = ByteRing.ofCapacity(8)
            ring.writer().write(byteArrayOf(1, 2, 3), 0, 3)
            val waiting = async(start = UNDISPATCHED) { ring.reader().awaitReadable(3) }
            waiting.isCompleted shouldBe true
            waiting.await() shouldBe true
        }

        test("a reader is resumed when the amount is reached, not before") {
            val ring = ByteRing.ofCapacity(8)
            val waiting = async(Dispatchers.Unconfined) { ring.reader().awaitReadable(4) }
            ring.writer().write(ByteArray(3), 0, 3)
            waiting.isCompleted shouldBe false
            ring.writer().write(ByteArray(1), 0, 1)
            waiting.isCompleted shouldBe true
            waiting.await() shouldBe true
        }

        test("the end of the stream answers false, with what is left still readable") {
            val ring = ByteRing.ofCapacity(8)
            val waiting = async(start = UNDISPATCHED) { ring.reader().awaitReadable(4) }
            ring.writer().write(ByteArray(3), 0, 3)
            ring.writer().close()
            waiting.await() shouldBe false
            ring.reader().awaitReadable(3) shouldBe true
            ring.reader().awaitReadable(4) shouldBe false
        }

        test("a writer is resumed by room, and answers false once the reader is gone") {
            val ring = ByteRing.ofCapacity(4)
            ring.writer().write(ByteArray(4), 0, 4)
            val waiting = async(start = UNDISPATCHED) { ring.writer().awaitWritable(2) }
            ring.reader().skip(1)
            waiting.isCompleted shouldBe false
            ring.reader().skip(1)
            waiting.await() shouldBe true
            val abandoned = async(start = UNDISPATCHED) { ring.writer().awaitWritable(3) }
            ring.reader().close()
            abandoned.await() shouldBe false
            ring.writer().awaitWritable() shouldBe false
        }

        test("a cancelled wait is disarmed, loses nothing and may be repeated") {
            val ring = ByteRing.ofCapacity(4)
            val waiting = launch(start = UNDISPATCHED) { ring.reader().awaitReadable() }
            waiting.cancelAndJoin()
            val again = async(start = UNDISPATCHED) { ring.reader().awaitReadable() }
            ring.writer().write(byteArrayOf(7), 0, 1)
            again.await() shouldBe true
            ring.reader().peek().get() shouldBe 7.toByte()
        }

        test("closing the half somebody waits on ends the wait") {
            val ring = ByteRing.ofCapacity(4)
            coroutineScope {
                val waiting =
                    async(start = UNDISPATCHED) { runCatching { ring.reader().awaitReadable() } }
                ring.reader().close()
                (waiting.await().exceptionOrNull() is RingClosedException) shouldBe true
            }
            shouldThrow<RingClosedException> { ring.reader().awaitReadable() }
        }

        test("an amount that never fits is refused with the numbers in the message") {
            val ring = ByteRing.ofCapacity(4)
            shouldThrow<IllegalArgumentException> { ring.reader().awaitReadable(5) }
                .message shouldContain "1..4: 5"
            shouldThrow<IllegalArgumentException> { ring.writer().awaitWritable(0) }
                .message shouldContain "1..4: 0"
            ring.writer().close()
            shouldThrow<IllegalArgumentException> { ring.reader().awaitReadable(5) }
                .message shouldContain "1..4: 5"
        }

        test("a megabyte of bytes crosses a small ring between two coroutines") {
            val ring = ByteRing.ofCapacity(61)
            withContext(Dispatchers.Default) {
                launch { ring.writer().use { writer -> writer.count(1 shl 20) } }
                ring.reader().sum() shouldBe
                    (0 until (1 shl 20)).sumOf { (it.toByte().toLong()) and 0xff }
            }
        }
    })

private suspend fun RingWriter.count(total: Int) {
    var next = 0
    while (next < total && awaitWritable()) {
        fill { slices, _ ->
            var done = 0
            for (slice in slices) while (slice.hasRemaining() && next < total) slice
                .put(next++.toByte())
                .also { done++ }
            done
        }
    }
}

private suspend fun RingReader.sum(): Long {
    var sum = 0L
    while (awaitReadable()) {
        drain { slices, length ->
            for (slice in slices) while (slice.hasRemaining()) sum += slice.get().toLong() and 0xff
            length
        }
    }
    return sum
}
