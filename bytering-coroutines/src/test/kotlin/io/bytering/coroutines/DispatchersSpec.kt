package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withContext

private const val TOTAL = 100_000
private const val CAPACITY = 97

/** Threads on one side and coroutines on the other, on any dispatcher, in every mix. */
class DispatchersSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        val single = Executors.newSingleThreadExecutor { Thread(it).apply { isDaemon = true } }
        val virtual = virtualThreads()
        afterSpec {
            single.shutdown()
            virtual?.shutdown()
        }
        val sides =
            listOfNotNull(
                Side.Suspending("Unconfined", Dispatchers.Unconfined),
                Side.Suspending("Default", Dispatchers.Default),
                Side.Suspending("one thread", single.asCoroutineDispatcher()),
                virtual?.let { Side.Suspending("virtual threads", it.asCoroutineDispatcher()) },
                Side.Blocking,
            )

        for (writing in sides) for (reading in sides) {
            test("every byte goes from $writing to $reading, in order") {
                val ring = heapRing(CAPACITY)
                coroutineScope {
                    launch { writing.write(ring.writer()) }
                    reading.read(ring.reader())
                }
            }

            test("a reader that leaves ends the writing: from $writing to $reading") {
                val ring = heapRing(CAPACITY)
                coroutineScope {
                    launch { runCatching { writing.write(ring.writer()) }.isFailure shouldBe true }
                    ring.reader().use { reading.readSome(it) }
                }
            }
        }

        test("virtual threads take part where there are any") {
            (virtual != null) shouldBe (Runtime.version().feature() >= 21)
        }
    })

/** By reflection: the tests are compiled for 17. */
private fun virtualThreads(): ExecutorService? =
    if (Runtime.version().feature() < 21) null
    else
        Executors::class.java.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
            as ExecutorService

private sealed class Side(private val name: String) {
    override fun toString() = name

    abstract suspend fun write(writer: RingWriter)

    abstract suspend fun read(reader: RingReader)

    abstract suspend fun readSome(reader: RingReader)

    class Suspending(name: String, private val dispatcher: CoroutineDispatcher) : Side(name) {
        override suspend fun write(writer: RingWriter) =
            withContext(dispatcher) {
                writer.use { parts(1) { from, length -> it.writeFully(counted(from, length)) } }
            }

        override suspend fun read(reader: RingReader): Unit =
            withContext(dispatcher) {
                val bytes = ByteArray(200)
                parts(2) { from, length ->
                    reader.readFully(bytes, 0, length)
                    check(bytes, length, from)
                }
                check(!reader.awaitReadable()) { "there are more than $TOTAL bytes" }
            }

        override suspend fun readSome(reader: RingReader) =
            withContext(dispatcher) { reader.readFully(ByteArray(1_000)) }
    }

    object Blocking : Side("a blocked thread") {
        override suspend fun write(writer: RingWriter) =
            runInterruptible(Dispatchers.IO) {
                BlockingWriter.of(writer).use {
                    parts(1) { from, length -> it.write(counted(from, length), 0, length) }
                }
            }

        override suspend fun read(reader: RingReader): Unit =
            runInterruptible(Dispatchers.IO) {
                val blocking = BlockingReader.of(reader)
                val bytes = ByteArray(200)
                parts(2) { from, length ->
                    blocking.readFully(bytes, 0, length)
                    check(bytes, length, from)
                }
                check(!blocking.awaitReadable(1)) { "there are more than $TOTAL bytes" }
            }

        override suspend fun readSome(reader: RingReader) =
            runInterruptible(Dispatchers.IO) {
                BlockingReader.of(reader).readFully(ByteArray(1_000), 0, 1_000)
            }
    }
}

/** The whole stream in parts of random lengths. */
private inline fun parts(seed: Int, part: (from: Long, length: Int) -> Unit) {
    val random = Random(seed)
    var from = 0
    while (from < TOTAL) {
        val length = minOf(random.nextInt(1, 200), TOTAL - from)
        part(from.toLong(), length)
        from += length
    }
}
