package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.IOException
import java.io.UncheckedIOException
import java.lang.ref.WeakReference
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.isActive
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

class ProduceBytesSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("produceBytes: what the block writes is read, then comes the end") {
            coroutineScope {
                val reader = produceBytes(7) { it.writeFully(counted(0, 100)) }
                val dst = ByteArray(100)
                reader.readFully(dst)
                dst shouldBe counted(0, 100)
                reader.awaitReadable() shouldBe false
            }
        }

        test("produceBytes: the end waits for what the block has launched") {
            coroutineScope {
                val gate = Job()
                val reader =
                    produceBytes(7) { writer ->
                        launch {
                            gate.join()
                            writer.writeFully(counted(0, 20))
                        }
                    }
                yield()
                reader.isEnded shouldBe false
                gate.complete()
                reader.readFully(ByteArray(20))
                reader.awaitReadable() shouldBe false
            }
        }

        test("produceBytes: a failing block closes the ring with its very cause, after its bytes") {
            val cause = IOException("disk on fire")
            supervisorScope {
                val reader =
                    produceBytes(8) {
                        it.writeFully(counted(0, 5))
                        throw cause
                    }
                reader.readFully(ByteArray(5))
                runCatching { reader.awaitReadable() }.exceptionOrNull() shouldBeSameInstanceAs
                    cause
            }
            shouldThrow<IOException> {
                    coroutineScope { produceBytes(8) { throw cause } }
                }
                .message shouldBe "disk on fire"
        }

        test("produceBytes: a failure in what the block has launched is the very cause as well") {
            val cause = IOException("disk on fire")
            val blocks =
                listOf<suspend CoroutineScope.(RingWriter) -> Unit>(
                    { launch { throw cause } },
                    { launch { launch { throw cause } } },
                    { async { throw cause } },
                    {
                        launch(Dispatchers.Default) { throw cause }
                        awaitCancellation()
                    },
                )
            for (block in blocks) {
                supervisorScope {
                    val reader = produceBytes(8, block = block)
                    runCatching { reader.awaitReadable() }.exceptionOrNull() shouldBeSameInstanceAs
                        cause
                }
            }
        }

        test("produceBytes: a failure that no reader can be told is told to the handler") {
            val blocks =
                listOf<suspend (RingWriter, RingReader, Throwable) -> Unit>(
                    { writer, _, cause ->
                        writer.close()
                        throw cause
                    },
                    { _, reader, cause ->
                        reader.close()
                        throw cause
                    },
                )
            for (block in blocks) {
                val cause = IOException("disk on fire")
                val told = mutableListOf<Throwable>()
                val handler = CoroutineExceptionHandler { _, e -> told += e }
                supervisorScope {
                    val ring = heapRing(8)
                    launchWriter(ring.writer(), handler) { block(it, ring.reader(), cause) }
                }
                told.single() shouldBeSameInstanceAs cause
                runCatching {
                    coroutineScope {
                        val ring = heapRing(8)
                        launchWriter(ring.writer(), handler) { block(it, ring.reader(), cause) }
                    }
                }
                told.size shouldBe 1 // the scope has failed
            }
        }

        test("produceBytes: a failure that the reader is told is told to nobody else") {
            val handler = CoroutineExceptionHandler { _, e -> throw AssertionError(e) }
            supervisorScope {
                val reader = produceBytes(8, handler) { throw IOException("disk on fire") }
                shouldThrow<IOException> { reader.awaitReadable() }
            }
        }

        test("launchWriter: when its job is done, the writer is closed, and all may be awaited") {
            coroutineScope {
                repeat(200) {
                    val ring = heapRing(100)
                    var wasRead = false
                    val job =
                        launchWriter(ring.writer(), Dispatchers.Default) { writer ->
                            writer.writeFully(ByteArray(50))
                            wasRead = writer.awaitWritable(writer.maxClaim())
                        }
                    ring.reader().readFully(ByteArray(50))
                    job.join()
                    wasRead shouldBe true
                    ring.writer().isClosed shouldBe true
                    ring.reader().isExhausted shouldBe true
                }
            }
        }

        val ends =
            mapOf<String, suspend (RingReader, Job) -> Unit>(
                "done" to { _, _ -> },
                "failed" to { _, _ -> },
                "cancelled" to { _, job -> job.cancel() },
                "abandoned" to { reader, _ -> reader.close() },
            )
        for ((how, end) in ends) {
            test("produceBytes: a block that is $how is not held by its reader") {
                val ring = heapRing(8)
                val block = weaklyLaunched(ring, how, end)
                withClue("the block is still reachable") { block.isCleared() shouldBe true }
                ring.reader().capacity() shouldBe 8
                ring.writer().capacity() shouldBe 8
            }
        }

        test("produceBytes: a block that meets the RingAbandonedException wrapped is no failure") {
            coroutineScope {
                val gate = Job()
                val reader =
                    produceBytes(4) { writer ->
                        withContext(NonCancellable) {
                            gate.join()
                            try {
                                writer.writeFully(ByteArray(1))
                            } catch (e: IOException) {
                                throw UncheckedIOException(e)
                            }
                        }
                    }
                yield()
                reader.close()
                gate.complete()
            }
        }

        test("produceBytes: a cancelled scope ends the ring, also before the block has begun") {
            val reader =
                withContext(Dispatchers.Default) {
                    val scope = kotlinx.coroutines.CoroutineScope(Job())
                    val begun = CompletableDeferred<Unit>()
                    val reader =
                        scope.produceBytes(8) {
                            begun.complete(Unit)
                            awaitCancellation()
                        }
                    begun.await()
                    scope.cancel()
                    shouldThrow<CancellationException> { reader.awaitReadable() }
                    scope.produceBytes(8) { error("is not run") }
                }
            currentCoroutineContext().ensureActive()
            shouldThrow<CancellationException> { reader.awaitReadable() }
            runInterruptible(Dispatchers.IO) {
                shouldThrow<IOException> { BlockingReader.of(reader).awaitReadable(1) }
                        .cause!!::class
                    .java
                    .name shouldBe reader.failure()!!::class.java.name
            }
        }

        test(
            "produceBytes: a reader that leaves cancels a block that waits for room, and it is no failure"
        ) {
            coroutineScope {
                lateinit var block: Job
                val reader =
                    produceBytes(4) {
                        block = coroutineContext.job
                        it.writeFully(ByteArray(100))
                    }
                reader.awaitReadable(4)
                reader.close(IOException("had enough"))
                block.join()
                block.isCancelled shouldBe true
            }
        }

        test("produceBytes: a reader that leaves cancels a block that waits elsewhere") {
            coroutineScope {
                val ended = CompletableDeferred<Throwable?>()
                val reader =
                    produceBytes(4) {
                        try {
                            awaitCancellation()
                        } catch (e: CancellationException) {
                            ended.complete(e)
                            throw e
                        }
                    }
                yield()
                reader.close(IOException("had enough"))
                ended.await()!!.message shouldBe "the reader is closed"
            }
        }

        test("produceBytes: a reader that leaves cancels a block that computes") {
            coroutineScope {
                val begun = CompletableDeferred<Unit>()
                val reader =
                    produceBytes(4, Dispatchers.Default) {
                        begun.complete(Unit)
                        while (isActive) Thread.onSpinWait()
                    }
                begun.await()
                reader.close()
            }
        }

        test("produceBytes: a block that meets the RingAbandonedException itself is no failure") {
            for (launched in listOf(false, true)) {
                coroutineScope {
                    val gate = Job()
                    val met = CompletableDeferred<Throwable>()
                    suspend fun writeInTheEnd(writer: RingWriter) =
                        withContext(NonCancellable) {
                            gate.join()
                            try {
                                writer.writeFully(ByteArray(1))
                            } catch (e: IOException) {
                                met.complete(e)
                                throw e
                            }
                        }
                    val reader =
                        produceBytes(4) { writer ->
                            if (launched) launch(start = UNDISPATCHED) { writeInTheEnd(writer) }
                            else writeInTheEnd(writer)
                        }
                    yield()
                    reader.close()
                    gate.complete()
                    (met.await() is RingAbandonedException) shouldBe true
                }
            }
        }

        test("produceBytes: a reader may leave at any moment") {
            coroutineScope {
                repeat(500) {
                    val reader =
                        produceBytes(4, Dispatchers.Default) { writer ->
                            launch { while (true) writer.writeFully(ByteArray(3)) }
                        }
                    withContext(Dispatchers.Default) {
                        reader.readAvailable(ByteArray(2))
                        reader.close()
                    }
                }
            }
        }

        test("produceBytes: an abandoned ring that is not its own fails the block") {
            val other = heapRing(1)
            other.reader().close()
            shouldThrow<RingAbandonedException> {
                coroutineScope { produceBytes(4) { other.writer().writeFully(ByteArray(1)) } }
            }
        }

        test("produceBytes: a reader that leaves after the end disturbs nobody") {
            coroutineScope {
                val reader = produceBytes(8) { it.writeFully(counted(0, 3)) }
                reader.use { it.readFully(ByteArray(3)) }
                coroutineContext.ensureActive()
            }
        }

        test(
            "produceBytes: a ring that cancels somebody else already is refused, and nothing hangs"
        ) {
            coroutineScope {
                val ring = heapRing(4)
                ring.writer().onAbandoned {}
                shouldThrow<IllegalStateException> { produceBytes(ring) { error("is not run") } }
                ring.writer().writeFully(ByteArray(1))
            }
        }

        test("produceBytes: a reader that has left already cancels the block before it begins") {
            coroutineScope {
                val ring = heapRing(4)
                ring.reader().close()
                produceBytes(ring) { error("is not run") }
                ring.writer().isClosed shouldBe true
            }
        }
    })

/** Launches a block that holds something large, lets it end, and forgets all but the ring. */
private suspend fun weaklyLaunched(
    ring: ByteRing,
    how: String,
    end: suspend (RingReader, Job) -> Unit,
): WeakReference<Any> {
    val held = Any()
    supervisorScope {
        val job =
            launchWriter(ring.writer()) {
                check(held != ring)
                if (how == "failed") throw IOException()
                if (how != "done") awaitCancellation()
            }
        yield()
        end(ring.reader(), job)
        job.join()
    }
    return WeakReference(held)
}

private suspend fun WeakReference<*>.isCleared(): Boolean {
    repeat(200) {
        System.gc()
        if (get() == null) return true
        delay(10)
    }
    return false
}
