package io.bytering.samples.hello

import io.bytering.ByteRing
import io.bytering.blocking.RingTimeoutException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import java.nio.channels.Pipe
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.concurrent.thread

class HelloWaitingSpec :
    FunSpec({
        timeout = 300_000

        test("two threads wait in different ways") {
            HelloWaiting.sum(ByteArray(100_000) { 3 }) shouldBe 300_000
        }

        test("a record that does not come in time leaves its beginning in the ring") {
            val ring = ByteRing.ofCapacity(100)
            val record = ByteArray(12)
            ring.writer().write(ByteArray(5) { 7 }, 0, 5)
            HelloWaiting.recordWithin(ring.reader(), 1, record) shouldBe false
            ring.reader().readableBytes() shouldBe 5
            ring.writer().write(ByteArray(7) { 7 }, 0, 7)
            HelloWaiting.recordWithin(ring.reader(), 1, record) shouldBe true
            record shouldBe ByteArray(12) { 7 }
            ring.writer().close()
            HelloWaiting.recordWithin(ring.reader(), 1, record) shouldBe false
        }

        test("a body that does not come in time is not lost") {
            val ring = ByteRing.ofCapacity(100)
            ring.writer().write(ByteArray(5) { 7 }, 0, 5)
            shouldThrow<RingTimeoutException> { HelloWaiting.bodyWithin(ring.reader(), 12, 0) }
            ring.writer().write(ByteArray(7) { 7 }, 0, 7)
            ring.reader().readableBytes() shouldBe 7 // and five are kept by the stream
        }

        test("one select ends for a ring and for a channel") {
            val ring = ByteRing.ofCapacity(100)
            val pipe = Pipe.open()
            Selector.open().use { selector ->
                pipe.source().configureBlocking(false).register(selector, SelectionKey.OP_READ)
                val writing = thread { ring.writer().write(ByteArray(1), 0, 1) }
                while (ring.reader().readableBytes() == 0) {
                    HelloWaiting.select(selector, ring.reader())
                }
                ring.reader().skip(1) shouldBe 1
                writing.join()

                pipe.sink().write(ByteBuffer.allocate(1))
                while (selector.selectedKeys().isEmpty()) {
                    HelloWaiting.select(selector, ring.reader())
                }
            }
        }

        test("a future is done when the bytes are there, or were") {
            val ring = ByteRing.ofCapacity(100)
            val ready = HelloWaiting.readable(ring.reader(), 2, Runnable::run)
            ring.writer().write(ByteArray(1), 0, 1)
            ready.isDone shouldBe false
            ring.writer().write(ByteArray(1), 0, 1)
            ready.get(240, SECONDS)
            HelloWaiting.readable(ring.reader(), 2, Runnable::run).isDone shouldBe true
        }
    })
