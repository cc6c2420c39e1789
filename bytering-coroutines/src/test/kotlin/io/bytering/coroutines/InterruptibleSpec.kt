package io.bytering.coroutines

import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.RingTimeoutException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.IOException
import java.io.InterruptedIOException
import java.io.UncheckedIOException
import java.nio.ByteBuffer
import java.nio.channels.Pipe
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.NANOSECONDS
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull

class InterruptibleSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        /**
         * Everything that blocks for ever, and how it tells of an interrupt is its own business.
         */
        val blockers =
            mapOf<String, () -> Unit>(
                "a blocking read" to { BlockingReader.of(heapRing(4).reader()).read(ByteArray(1)) },
                "a stream" to { BlockingReader.of(heapRing(4).reader()).inputStream().read() },
                "a blocking write" to
                    {
                        BlockingWriter.of(heapRing(4).writer()).write(ByteArray(100))
                    },
                "a channel of a ring" to
                    {
                        BlockingReader.of(heapRing(4).reader())
                            .interruptibleChannel()
                            .read(ByteBuffer.allocate(1))
                    },
                "a channel of the system" to
                    {
                        val pipe = Pipe.open()
                        pipe.sink().use { pipe.source().use { it.read(ByteBuffer.allocate(1)) } }
                    },
                "a source of kotlinx-io" to
                    {
                        heapRing(4).reader().useSource { it.readByte() }
                    },
                "a thread" to { CountDownLatch(1).await() },
                "what wraps its exceptions" to
                    {
                        try {
                            BlockingReader.of(heapRing(4).reader()).read(ByteArray(1))
                        } catch (e: IOException) {
                            throw IllegalStateException(UncheckedIOException(e))
                        }
                    },
            )

        for ((name, block) in blockers) {
            test("cancelled while it blocks, it is cancelled and fails no scope: $name") {
                coroutineScope {
                    val blocked = launch {
                        runInterruptibleIO(Dispatchers.IO) {
                            block()
                        }
                    }
                    delay(5) // either way it must end so
                    blocked.cancelAndJoin()
                    blocked.isCancelled shouldBe true
                }
            }

            test("out of time while it blocks, it is out of time: $name") {
                withTimeoutOrNull(5) { runInterruptibleIO(Dispatchers.IO) { block() } } shouldBe
                    null
                shouldThrow<TimeoutCancellationException> {
                    withTimeout(5) { runInterruptibleIO(Dispatchers.IO) { block() } }
                }
            }
        }

        test("a cancellation that comes through the ring is one as well, but only if it is ours") {
            suspend fun read(isOurs: Boolean) = runCatching {
                coroutineScope {
                    val ring = heapRing(4)
                    ring.writer().close(CancellationException("the writer is cancelled"))
                    val reading =
                        async(start = UNDISPATCHED) {
                            runInterruptibleIO {
                                if (isOurs) coroutineContext.cancel()
                                BlockingReader.of(ring.reader()).read(ByteArray(1))
                            }
                        }
                    reading.await()
                }
            }
                .exceptionOrNull()
            read(isOurs = true).shouldBeInstanceOf<CancellationException>()
            read(isOurs = false).shouldBeInstanceOf<IOException>()
        }

        test("what returns is returned, and the thread is left without an interrupt") {
            runInterruptibleIO(Dispatchers.IO) { 7 } shouldBe 7
            runInterruptibleIO { 7 } shouldBe 7
            withTimeoutOrNull(5) { runInterruptibleIO { blockers.getValue("a stream")() } }
            Thread.interrupted() shouldBe false
        }

        test("what fails for another reason fails") {
            val errors =
                listOf<() -> Unit>(
                    { throw IOException("disk full") },
                    { throw InterruptedIOException("by somebody else") },
                    {
                        BlockingReader.of(heapRing(4).reader())
                            .timeout(1, NANOSECONDS)
                            .read(ByteArray(1))
                    },
                )
            for (error in errors) {
                val own = runCatching(error).exceptionOrNull()!!
                val thrown = runCatching { runInterruptibleIO { error() } }.exceptionOrNull()!!
                withClue(own) { thrown.javaClass shouldBe own.javaClass }
            }
            shouldThrow<RingTimeoutException> { runInterruptibleIO { errors[2]() } }
        }

        test("nothing is lost by it: what was read is there, and what was not is in the ring") {
            val ring = heapRing(8)
            ring.writer().writeFully(counted(0, 5))
            val read = ByteArray(10)
            withTimeoutOrNull(5) {
                runInterruptibleIO(Dispatchers.IO) {
                    BlockingReader.of(ring.reader()).awaitReadable(8)
                }
            }
            ring.writer().writeFully(counted(5, 3))
            ring.reader().read(read, 0, 10) shouldBe 8
            read.copyOf(8) shouldBe counted(0, 8)
        }

        test(
            "a reader that leaves ends a produceBytes that blocks in a channel, and it is no failure"
        ) {
            val pipe = Pipe.open()
            pipe.sink().use {
                pipe.source().use { source ->
                    coroutineScope {
                        val begun = CompletableDeferred<Unit>()
                        val reader =
                            produceBytes(8, Dispatchers.IO) { writer ->
                                begun.complete(Unit)
                                runInterruptibleIO { writer.transferFrom(source) }
                            }
                        begun.await()
                        delay(5)
                        reader.close()
                    }
                }
            }
        }

        test(
            "a failing block of useSink within produceBytes is told as such, and ends with its scope"
        ) {
            coroutineScope {
                val reader =
                    produceBytes(8, Dispatchers.IO) { writer ->
                        writer.useSink(parent = coroutineContext[kotlinx.coroutines.Job]) { sink ->
                            while (true) sink.writeByte(1)
                        }
                    }
                async { reader.awaitReadable(8) }.await()
                reader.close()
            }
        }
    })
