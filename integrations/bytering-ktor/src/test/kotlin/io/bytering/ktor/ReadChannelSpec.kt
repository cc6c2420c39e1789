package io.bytering.ktor

import io.bytering.BroadcastRing
import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.launchWriter
import io.bytering.coroutines.writeFully
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ClosedByteChannelException
import io.ktor.utils.io.copyTo
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.readBuffer
import io.ktor.utils.io.readFully
import io.ktor.utils.io.readInt
import io.ktor.utils.io.readLine
import io.ktor.utils.io.toByteArray
import java.io.IOException
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext
import kotlinx.io.readByteArray

private fun text(text: String) = text.toByteArray()

class ReadChannelSpec :
    FunSpec({
        test("Ktor's functions read what a thread writes") {
            val ring = ByteRing.ofCapacity(64)
            val channel = ring.reader().asByteReadChannel()
            thread {
                BlockingWriter.of(ring.writer()).use {
                    it.write(byteArrayOf(0, 0, 1, 2))
                    it.write(text("first line\nsecond line, ${"x".repeat(1000)}\r\n"))
                    it.write(ByteArray(500) { i -> i.toByte() })
                }
            }
            channel.readInt() shouldBe 0x102
            channel.readLine() shouldBe "first line"
            channel.readLine() shouldBe "second line, ${"x".repeat(1000)}"
            val some = ByteArray(500)
            channel.readFully(some)
            some.toList() shouldBe List(500) { it.toByte() }
            channel.readAvailable(some) shouldBe -1
            channel.isClosedForRead shouldBe true
            channel.closedCause shouldBe null
            ring.reader().isClosed shouldBe true
        }

        test("awaitContent waits for more than the ring holds") {
            val ring = ByteRing.ofCapacity(16)
            val channel = ring.reader().asByteReadChannel()
            coroutineScope {
                val awaiting = async(Dispatchers.Default) { channel.awaitContent(1000) }
                val writer = ring.writer()
                writer.writeFully(ByteArray(1000))
                awaiting.await() shouldBe true
                writer.close()
                channel.awaitContent(1001) shouldBe false
                channel.isClosedForRead shouldBe false
                channel.toByteArray().size shouldBe 1000
                channel.isClosedForRead shouldBe true
            }
        }

        test("what was written before the end is read, and then comes the end") {
            val ring = ByteRing.ofCapacity(16)
            val channel = ring.reader().asByteReadChannel()
            ring.writer().write(text("abc"))
            ring.writer().close()
            channel.isClosedForRead shouldBe false
            channel.readBuffer().readByteArray() shouldBe text("abc")
            channel.isClosedForRead shouldBe true
            channel.awaitContent() shouldBe false
            channel.cancel(IOException("too late"))
            channel.closedCause shouldBe null
        }

        test("a writer's failure comes after its last byte, wrapped as Ktor does") {
            val ring = ByteRing.ofCapacity(16)
            val channel = ring.reader().asByteReadChannel()
            val failure = IllegalStateException("half of it")
            ring.writer().write(text("abc"))
            ring.writer().close(failure)
            val some = ByteArray(10)
            channel.readAvailable(some) shouldBe 3
            shouldThrow<ClosedByteChannelException> { channel.awaitContent() }
                .cause shouldBeSameInstanceAs failure
            channel.closedCause!!.cause shouldBeSameInstanceAs failure
            shouldThrow<ClosedByteChannelException> { channel.readBuffer() }
        }

        test("none of Ktor's functions takes a failure for the end") {
            for (read in
                listOf<suspend (ByteReadChannel) -> Any?>(
                    { it.readAvailable(ByteArray(10)) },
                    { it.readBuffer() },
                    { it.toByteArray() },
                    { it.copyTo(ByteChannel()) },
                    { it.readLine() },
                    { it.awaitContent() },
                )) {
                val ring = ByteRing.ofCapacity(16)
                ring.writer().close(IllegalStateException("half of it"))
                shouldThrow<IOException> { read(ring.reader().asByteReadChannel()) }
            }
        }

        test("a failure is thrown to who awaits more than was written before it") {
            val ring = ByteRing.ofCapacity(16)
            val channel = ring.reader().asByteReadChannel()
            ring.writer().write(text("abc"))
            ring.writer().close(IllegalStateException("half of it"))
            shouldThrow<ClosedByteChannelException> { channel.readInt() }
        }

        test("a cancel reaches the writer, and those who read on") {
            for (cause in
                listOf(IOException("enough"), CancellationException("enough"), Exception("x"))) {
                val ring = ByteRing.ofCapacity(16)
                val channel = ring.reader().asByteReadChannel()
                ring.writer().write(text("abc"))
                channel.cancel(cause)
                channel.cancel(Exception("the first one counts"))
                shouldThrow<RingAbandonedException> { ring.writer().write(text("d")) }
                    .cause shouldBeSameInstanceAs cause
                channel.isClosedForRead shouldBe true
                val told = shouldThrow<Exception> { channel.awaitContent() }
                told.cause shouldBeSameInstanceAs cause
                (told is CancellationException) shouldBe (cause is CancellationException)
                channel.closedCause!!.cause shouldBeSameInstanceAs cause
            }
        }

        test("a cancel without a cause is told as one") {
            val ring = ByteRing.ofCapacity(16)
            val channel = ring.reader().asByteReadChannel()
            channel.cancel(null)
            shouldThrow<IOException> { channel.awaitContent() }
            ring.writer().failure().shouldBeInstanceOf<IOException>()
        }

        test("a cancel ends a wait, also by a close of the reader") {
            for (end in
                listOf<(ByteRing, ByteReadChannel) -> Unit>(
                    { _, channel -> channel.cancel(IOException("enough")) },
                    { ring, _ -> ring.reader().close(IOException("enough")) },
                    { ring, _ -> ring.reader().close() },
                )) {
                val ring = ByteRing.ofCapacity(16)
                val channel = ring.reader().asByteReadChannel()
                supervisorScope {
                    val awaiting =
                        async(start = CoroutineStart.UNDISPATCHED) { channel.awaitContent() }
                    end(ring, channel)
                    shouldThrow<IOException> { awaiting.await() }
                }
            }
        }

        test(
            "a coroutine that is cancelled while it waits loses nothing, and the channel goes on"
        ) {
            val ring = ByteRing.ofCapacity(16)
            val channel = ring.reader().asByteReadChannel()
            coroutineScope {
                val waiting = launch(start = CoroutineStart.UNDISPATCHED) { channel.awaitContent() }
                waiting.cancel()
                waiting.join()
            }
            channel.isClosedForRead shouldBe false
            ring.writer().write(text("abc"))
            ring.writer().close()
            channel.toByteArray() shouldBe text("abc")
        }

        test("a producing coroutine that is cancelled is no end of the stream") {
            val ring = ByteRing.ofCapacity(16)
            val channel = ring.reader().asByteReadChannel()
            supervisorScope {
                val producing =
                    launchWriter(ring.writer(), Dispatchers.Default) { writer ->
                        while (true) writer.writeFully(text("abc"))
                    }
                channel.awaitContent(100)
                producing.cancel(CancellationException("enough"))
                shouldThrow<CancellationException> {
                    while (channel.readAvailable(ByteArray(10)) >= 0) {}
                }
            }
        }

        test("every byte comes in order, in pieces of any size") {
            val all = Random(3).nextBytes(300_000)
            val ring = ByteRing.ofCapacity(777)
            thread {
                val sizes = Random(4)
                BlockingWriter.of(ring.writer()).use {
                    var done = 0
                    while (done < all.size) {
                        val count = minOf(all.size - done, 1 + sizes.nextInt(2000))
                        it.write(all, done, count)
                        done += count
                    }
                }
            }
            ring.reader().asByteReadChannel().toByteArray().contentEquals(all) shouldBe true
        }

        test("Ktor's copyTo moves all of it, and passes a failure on") {
            val ring = ByteRing.ofCapacity(100)
            val to = ByteChannel()
            coroutineScope {
                launch(Dispatchers.Default) {
                    ring.reader().asByteReadChannel().copyTo(to) shouldBe 10_000
                    to.flushAndClose()
                }
                launchWriter(ring.writer(), Dispatchers.Default) {
                    it.writeFully(ByteArray(10_000))
                }
                to.readBuffer().readByteArray().size shouldBe 10_000
            }
        }

        test("a lossy reader's gaps lie between what it takes") {
            val ring = BroadcastRing.builder().capacity(64).history(32).build()
            val reader = ring.subscribeLossy()
            val channel = reader.asByteReadChannel()
            repeat(50) { i -> ring.writer().write(ByteArray(4) { i.toByte() }) }
            ring.writer().close()
            val seen = channel.toByteArray()
            seen.size + reader.missedBytes() shouldBe 200
            seen.toList() shouldBe List(seen.size) { (49 - (seen.size - 1 - it) / 4).toByte() }
        }

        test("a wait blocks no thread") {
            // more waits than the pool has threads, and only then what they wait for
            val rings = List(200) { ByteRing.ofCapacity(8) }
            withContext(Dispatchers.Default) {
                val reading = rings.map { ring ->
                    async(start = CoroutineStart.UNDISPATCHED) {
                        ring.reader().asByteReadChannel().toByteArray().size
                    }
                }
                for (ring in rings) {
                    ring.writer().write(text("abc"))
                    ring.writer().close()
                }
                reading.sumOf { it.await() } shouldBe 600
            }
        }
    })
