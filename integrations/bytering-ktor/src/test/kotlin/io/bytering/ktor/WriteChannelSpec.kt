package io.bytering.ktor

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.blocking.BlockingReader
import io.bytering.coroutines.readFully
import io.bytering.coroutines.use
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ClosedByteChannelException
import io.ktor.utils.io.writeByteArray
import io.ktor.utils.io.writeFully
import io.ktor.utils.io.writeInt
import io.ktor.utils.io.writeStringUtf8
import java.io.IOException
import java.util.concurrent.CompletableFuture
import kotlin.concurrent.thread
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.yield

/** What a thread reads out of a ring until it ends. */
private fun ByteRing.readByThread(): CompletableFuture<ByteArray> {
    val read = CompletableFuture<ByteArray>()
    thread {
        try {
            read.complete(BlockingReader.of(reader()).use { it.inputStream().readAllBytes() })
        } catch (e: Throwable) {
            read.completeExceptionally(e)
        }
    }
    return read
}

class WriteChannelSpec :
    FunSpec({
        test("a thread reads what Ktor's functions write") {
            val ring = ByteRing.ofCapacity(64)
            val read = ring.readByThread()
            val channel = ring.writer().asByteWriteChannel()
            channel.writeInt(0x102)
            channel.writeStringUtf8("hello")
            channel.writeByteArray(ByteArray(100_000))
            channel.flushAndClose()
            channel.isClosedForWrite shouldBe true
            channel.closedCause shouldBe null
            val bytes = read.get()
            bytes.size shouldBe 100_009
            bytes.take(9) shouldBe listOf<Byte>(0, 0, 1, 2) + "hello".toByteArray().toList()
        }

        test("what is written comes with a flush, or at once if the channel flushes by itself") {
            val ring = ByteRing.ofCapacity(64)
            val channel = ring.writer().asByteWriteChannel()
            channel.writeStringUtf8("abc")
            ring.reader().readableBytes() shouldBe 0
            channel.flush()
            ring.reader().readableBytes() shouldBe 3

            val other = ByteRing.ofCapacity(64)
            other.writer().asByteWriteChannel(autoFlush = true).writeStringUtf8("abc")
            other.reader().readableBytes() shouldBe 3
        }

        test("a flush suspends while there is no room, and a cancelled one loses nothing") {
            val ring = ByteRing.ofCapacity(4)
            val channel = ring.writer().asByteWriteChannel()
            channel.writeStringUtf8("abcdefgh")
            coroutineScope {
                val flushing = launch(start = CoroutineStart.UNDISPATCHED) { channel.flush() }
                flushing.isCompleted shouldBe false
                flushing.cancel()
                flushing.join()
                val read = ByteArray(8)
                val reading = async { ring.reader().readFully(read) }
                channel.flush()
                reading.await()
                read shouldBe "abcdefgh".toByteArray()
            }
        }

        test("a cancel is a failure for the reader, after what was flushed") {
            val ring = ByteRing.ofCapacity(64)
            val channel = ring.writer().asByteWriteChannel()
            channel.writeStringUtf8("abc")
            channel.flush()
            channel.writeStringUtf8("lost")
            val cause = IOException("enough")
            channel.cancel(cause)
            channel.cancel(IOException("the first one counts"))
            ring.reader().failure() shouldBeSameInstanceAs cause
            ring.reader().readableBytes() shouldBe 3
            channel.isClosedForWrite shouldBe true
            channel.closedCause!!.cause shouldBeSameInstanceAs cause
            shouldThrow<ClosedByteChannelException> { channel.writeStringUtf8("d") }
                .cause shouldBeSameInstanceAs cause
            shouldThrow<ClosedByteChannelException> { channel.flush() }
            channel.flushAndClose()
        }

        test("a cancel without a cause is no end of the stream") {
            val ring = ByteRing.ofCapacity(64)
            ring.writer().asByteWriteChannel().cancel(null)
            ring.reader().failure().shouldBeInstanceOf<IOException>()
        }

        test("a reader that is gone is told with its cause, also to a flush that waits") {
            val cause = IOException("no more, please")
            val ring = ByteRing.ofCapacity(4)
            val channel = ring.writer().asByteWriteChannel()
            channel.writeStringUtf8("abcdefgh")
            supervisorScope {
                val flushing = async(start = CoroutineStart.UNDISPATCHED) { channel.flush() }
                ring.reader().close(cause)
                shouldThrow<ClosedByteChannelException> { flushing.await() }
                    .let { generateSequence<Throwable>(it) { e -> e.cause }.last() }
                    .shouldBeSameInstanceAs(cause)
            }
            channel.isClosedForWrite shouldBe true
            channel.closedCause!!.cause shouldBeSameInstanceAs cause
            shouldThrow<IOException> { channel.writeStringUtf8("a") }
            channel.flushAndClose()
            ring.writer().isClosed shouldBe true
        }

        test("a reader that is gone without a cause is told, too") {
            val ring = ByteRing.ofCapacity(4)
            val channel = ring.writer().asByteWriteChannel()
            ring.reader().close()
            channel.closedCause!!.cause.shouldBeInstanceOf<RingAbandonedException>()
            shouldThrow<IOException> { channel.writeStringUtf8("a") }
        }

        test("a flushAndClose that is cancelled is no end of the stream") {
            val ring = ByteRing.ofCapacity(4)
            val channel = ring.writer().asByteWriteChannel()
            channel.writeStringUtf8("abcdefgh")
            coroutineScope {
                val closing =
                    launch(start = CoroutineStart.UNDISPATCHED) { channel.flushAndClose() }
                closing.cancel()
                closing.join()
            }
            ring.reader().failure().shouldBeInstanceOf<CancellationException>()
        }
    })

class CopiesSpec :
    FunSpec({
        test("a channel is copied into a ring, with a limit if there is one") {
            val ring = ByteRing.ofCapacity(64)
            val channel = ByteReadChannel(ByteArray(1000) { it.toByte() })
            val read = ring.readByThread()
            channel.copyTo(ring.writer(), 300) shouldBe 300
            channel.copyTo(ring.writer(), 0) shouldBe 0
            ring.writer().use { channel.copyTo(it) } shouldBe 700
            read.get().toList() shouldBe List(1000) { it.toByte() }
        }

        test("a ring is copied into a channel, with a limit if there is one") {
            val ring = ByteRing.ofCapacity(64)
            val channel = ByteChannel()
            coroutineScope {
                launch(Dispatchers.Default) {
                    ring.writer().use {
                        it.asByteWriteChannel().run {
                            writeFully(ByteArray(1000) { i -> i.toByte() })
                            flush()
                        }
                    }
                }
                ring.reader().copyTo(channel, 300) shouldBe 300
                ring.reader().copyTo(channel, 0) shouldBe 0
                ring.reader().use { it.copyTo(channel) } shouldBe 700
            }
            channel.flushAndClose()
            val back = ByteRing.ofCapacity(64)
            val read = back.readByThread()
            back.writer().use { channel.copyTo(it) }
            read.get().toList() shouldBe List(1000) { it.toByte() }
        }

        test("limits out of range are refused with the number") {
            val ring = ByteRing.ofCapacity(64)
            shouldThrow<IllegalArgumentException> { ring.reader().copyTo(ByteChannel(), -1) }
                .message shouldBe "limit must not be negative: -1"
            shouldThrow<IllegalArgumentException> { ByteChannel().copyTo(ring.writer(), -1) }
        }

        test("a channel that fails throws its cause, and leaves the ring open") {
            val ring = ByteRing.ofCapacity(64)
            val channel = ByteChannel()
            val cause = IOException("enough")
            channel.cancel(cause)
            shouldThrow<IOException> { channel.copyTo(ring.writer()) }
            ring.writer().isClosed shouldBe false
        }

        test("a ring whose reader is gone throws, and the bytes stay in the channel") {
            val ring = ByteRing.ofCapacity(4)
            val channel = ByteReadChannel("abcdefgh")
            supervisorScope {
                val copying =
                    async(start = CoroutineStart.UNDISPATCHED) { channel.copyTo(ring.writer()) }
                while (ring.reader().readableBytes() < 4) yield() // on another thread
                ring.reader().close()
                shouldThrow<RingAbandonedException> { copying.await() }
            }
            val rest = ByteRing.ofCapacity(64)
            rest.writer().use { channel.copyTo(it) } shouldBe 4
        }

        test("a channel that is closed for writing throws, and the bytes stay in the ring") {
            val ring = ByteRing.ofCapacity(64)
            ring.writer().write("abc".toByteArray())
            val channel = ByteChannel()
            channel.cancel(IOException("enough"))
            shouldThrow<IOException> { ring.reader().copyTo(channel) }
            ring.reader().readableBytes() shouldBe 3
        }

        test("a stalled side holds up the other, in bounded memory") {
            val ring = ByteRing.ofCapacity(1000)
            val channel = ring.reader().asByteReadChannel()
            coroutineScope {
                val writing =
                    launch(Dispatchers.Default) {
                        val endless = ring.writer().asByteWriteChannel()
                        while (true) endless.writeFully(ByteArray(10_000))
                    }
                channel.awaitContent(5000)
                while (ring.reader().readableBytes() < 1000) yield()
                ring.writer().position() shouldBe ring.reader().position() + 1000
                writing.cancel()
            }
        }
    })
