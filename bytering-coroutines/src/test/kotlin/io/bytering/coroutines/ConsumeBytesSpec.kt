package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.IOException
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext

class ConsumeBytesSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("consumeBytes: the block reads what is written, and the scope waits for it") {
            var read = ByteArray(0)
            coroutineScope {
                consumeBytes(7) { reader ->
                        read = ByteArray(100)
                        reader.readFully(read)
                        reader.awaitReadable() shouldBe false
                    }
                    .use { it.writeFully(counted(0, 100)) }
            }
            read shouldBe counted(0, 100)
        }

        test("consumeBytes: a block that is done abandons the ring") {
            coroutineScope {
                val writer = consumeBytes(4) { it.readFully(ByteArray(2)) }
                shouldThrow<RingAbandonedException> { writer.writeFully(ByteArray(100)) }
                    .cause shouldBe null
            }
        }

        test("consumeBytes: a failing block closes the ring with its very cause") {
            val cause = IOException("disk full")
            val told = mutableListOf<Throwable>()
            supervisorScope {
                val writer =
                    consumeBytes(4, CoroutineExceptionHandler { _, e -> told += e }) {
                        it.awaitReadable()
                        throw cause
                    }
                shouldThrow<RingAbandonedException> { writer.writeFully(ByteArray(100)) }
                    .cause shouldBeSameInstanceAs cause
            }
            told.single() shouldBeSameInstanceAs cause
        }

        test("consumeBytes: a failing block is told once: by its scope, or by the handler") {
            for (isSupervisor in listOf(false, true)) {
                val cause = IOException("disk full")
                val told = mutableListOf<Throwable>()
                val handler = CoroutineExceptionHandler { _, e -> told += e }
                val thrown = runCatching {
                    val block: suspend CoroutineScope.() -> Unit = {
                        consumeBytes(4) { throw cause }.close()
                    }
                    withContext(handler) {
                        if (isSupervisor) supervisorScope(block) else coroutineScope(block)
                    }
                }
                thrown.isFailure shouldBe !isSupervisor
                told shouldBe if (isSupervisor) listOf(cause) else emptyList()
            }
        }

        test(
            "consumeBytes: the scope fails with the block's failure, not with what the writer met"
        ) {
            repeat(200) {
                val thrown = runCatching {
                    withContext(Dispatchers.Default) {
                        val writer = consumeBytes(4) { throw IOException("disk full") }
                        withContext(NonCancellable) {
                            while (true) writer.writeFully(ByteArray(100))
                        }
                    }
                }
                thrown.exceptionOrNull()!!.message shouldBe "disk full"
            }
        }

        test("consumeBytes: what the block has launched fails the ring with its very cause") {
            val cause = IOException("disk full")
            supervisorScope {
                val writer =
                    consumeBytes(4, CoroutineExceptionHandler { _, _ -> }) { reader ->
                        launch {
                            reader.awaitReadable()
                            throw cause
                        }
                    }
                shouldThrow<RingAbandonedException> { writer.writeFully(ByteArray(100)) }
                    .cause shouldBeSameInstanceAs cause
            }
        }

        test("launchReader: when its job is done, all was read, and the reader is closed") {
            coroutineScope {
                repeat(200) {
                    val ring = heapRing(7)
                    var read = 0
                    val job =
                        launchReader(ring.reader(), Dispatchers.Default) { reader ->
                            while (reader.awaitReadable()) read += reader.skip(100)
                        }
                    ring.writer().use { it.writeFully(ByteArray(50)) }
                    job.join()
                    read shouldBe 50
                    job.isCancelled shouldBe false
                    ring.reader().isClosed shouldBe true
                }
            }
        }

        test("launchReader: its job tells a failure, and can be cancelled") {
            supervisorScope {
                val handler = CoroutineExceptionHandler { _, _ -> }
                val failing = launchReader(heapRing(4).reader(), handler) { throw IOException() }
                failing.join()
                failing.isCancelled shouldBe true
                val ring = heapRing(4)
                launchReader(ring.reader()) { awaitCancellation() }.cancelAndJoin()
                shouldThrow<RingAbandonedException> { ring.writer().writeFully(ByteArray(1)) }
                    .cause
                    .shouldBeInstanceOf<CancellationException>()
            }
        }

        test("consumeBytes: a writer that fails hands the block its cause") {
            val cause = IOException("disk on fire")
            val seen = CompletableDeferred<Throwable?>()
            coroutineScope {
                val writer =
                    consumeBytes(4) {
                        seen.complete(runCatching { it.awaitReadable() }.exceptionOrNull())
                    }
                writer.close(cause)
            }
            seen.await() shouldBeSameInstanceAs cause
        }

        test(
            "consumeBytes: a writer closed by its own cancellation cancels the block, not the scope"
        ) {
            coroutineScope {
                val writer = consumeBytes(4) { it.awaitReadable() }
                writer.close(CancellationException("not needed"))
            }
        }

        test("both take a ring of one's own making") {
            coroutineScope {
                val ring = heapRing(3)
                produceBytes(ring) { it.writeFully(counted(0, 10)) } shouldBeSameInstanceAs
                    ring.reader()
                ring.reader().readFully(ByteArray(10))
                val back = heapRing(3)
                consumeBytes(back) { it.readFully(ByteArray(10)) }.writeFully(counted(0, 10))
            }
        }
    })
