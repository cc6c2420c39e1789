package io.bytering.coroutines

import io.bytering.BroadcastRing
import io.bytering.blocking.BlockingReader
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.util.zip.CRC32C
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.io.buffered
import kotlinx.io.readByteArray

/** Coroutines on a ring with many readers: nothing of this module knows that it is one. */
class BroadcastSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("coroutines, flows, streams and kotlinx-io all get every byte") {
            val ring = BroadcastRing.ofCapacity(10_000)
            val content = Random(3).nextBytes(3_000_000)
            val readers = List(4) { ring.subscribe() }
            val sums =
                withContext(Dispatchers.Default) {
                    val reading =
                        listOf(
                            async {
                                val sum = CRC32C()
                                while (readers[0].awaitReadable()) {
                                    readers[0].drain { slices, length ->
                                        slices.forEach(sum::update)
                                        length
                                    }
                                }
                                sum.value
                            },
                            async {
                                val sum = CRC32C()
                                readers[1].asFlow().collect { sum.update(it.toByteArray()) }
                                sum.value
                            },
                            async(Dispatchers.IO) {
                                sumOf(BlockingReader.of(readers[2]).inputStream().readAllBytes())
                            },
                            async(Dispatchers.IO) {
                                sumOf(readers[3].asRawSource().buffered().readByteArray())
                            },
                        )
                    ring.writer().writeFully(content)
                    ring.writer().close()
                    reading.awaitAll()
                }
            sums shouldBe List(4) { sumOf(content) }
            readers.forEach { it.close() }
        }

        test("a writer that waits for the slowest goes on when that is cancelled and closed") {
            val ring = BroadcastRing.builder().capacity(10).history(0).build()
            val slow =
                launch(start = UNDISPATCHED) {
                    ring.subscribe().use { it.awaitReadable(atLeast = 10) }
                }
            val writing = launch(start = UNDISPATCHED) { ring.writer().writeFully(ByteArray(25)) }
            ring.writer().position() shouldBe 10
            slow.join()
            writing.join()
            ring.writer().position() shouldBe 25
            ring.readers() shouldBe 0
        }

        test("a lossy reader suspends, is woken, and goes on behind a gap") {
            val ring = BroadcastRing.builder().capacity(64).history(32).build()
            ring.subscribeLossy().use { reader ->
                val waiting = async(start = UNDISPATCHED) { reader.awaitReadable(20) }
                waiting.isCompleted shouldBe false
                repeat(10) { ring.writer().writeFully(ByteArray(32)) }
                waiting.await() shouldBe true
                reader.peek() // a look finds the gap
                reader.missedBytes() shouldBeGreaterThan 0
                reader.awaitReadable(20) shouldBe true
                ring.writer().close()
                reader.skip(64)
                reader.awaitReadable() shouldBe false
            }
        }
    })

private fun sumOf(bytes: ByteArray): Long = CRC32C().apply { update(bytes) }.value
