package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.item.ItemReader
import io.bytering.item.ItemType
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import java.io.ByteArrayOutputStream
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.any
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.firstOrNull
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.flow.transformWhile
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import kotlinx.io.bytestring.ByteString

class FlowsSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("a reader's flow has what is readable, in chunks of at most so many bytes") {
            val ring = ByteRing.ofCapacity(10)
            ring.writer().write(bytes(1, 2, 3, 4, 5, 6, 7), 0, 7)
            ring.writer().close()
            ring.reader().asFlow(3).toList() shouldContainExactly
                listOf(ByteString(1, 2, 3), ByteString(4, 5, 6), ByteString(7))
            ring.reader().asFlow().toList() shouldBe emptyList()
            shouldThrow<IllegalArgumentException> { ring.reader().asFlow(0) }.message shouldContain
                "at least 1: 0"
        }

        test("a collector that stops early leaves the rest to the next") {
            val ring = ByteRing.ofCapacity(10)
            ring.writer().write(bytes(1, 2, 3, 4), 0, 4)
            ring.reader().asFlow(1).first() shouldBe ByteString(1)
            val flow = ring.reader().asFlow(2)
            flow.first() shouldBe ByteString(2, 3)
            flow.first() shouldBe ByteString(4)
            ring.reader().isClosed shouldBe false
        }

        test(
            "a chunk at which the collector fails stays, and so does one at which it is cancelled"
        ) {
            val ring = ByteRing.ofCapacity(10)
            ring.writer().write(bytes(1, 2, 3, 4), 0, 4)
            val flow = ring.reader().asFlow(2)
            shouldThrow<ArithmeticException> { flow.collect { throw ArithmeticException() } }
            ring.reader().readableBytes() shouldBe 4
            val collecting = launch(start = UNDISPATCHED) { flow.collect { awaitCancellation() } }
            collecting.cancelAndJoin()
            ring.reader().readableBytes() shouldBe 4
            shouldThrow<IllegalStateException> { flow.collect { ring.reader().skip(1) } }
                .message shouldContain "position was 0, is 1"
        }

        test("every operator that ends a flow early has got the chunks up to there") {
            val ends =
                mapOf<String, suspend (Flow<ByteString>) -> Any?>(
                    "first" to { it.first() },
                    "first of a kind" to { it.first { true } },
                    "firstOrNull" to { it.firstOrNull() },
                    "take" to { it.take(1).toList() },
                    "takeWhile" to { it.takeWhile { false }.toList() },
                    "transformWhile" to { flow -> flow.transformWhile<_, Unit> { false }.toList() },
                    "any" to { flow -> flow.any { true } },
                    "behind others" to
                        { flow ->
                            flow.map { it }.onEach {}.filter { true }.first()
                        },
                )
            for ((name, end) in ends) withClue(name) {
                val ring = ByteRing.ofCapacity(10)
                ring.writer().write(bytes(1, 2, 3, 4), 0, 4)
                end(ring.reader().asFlow(3))
                ring.reader().position() shouldBe 3
            }
        }

        test("chunks and slices of a least size are waited for, but the tail comes too") {
            for (failure in listOf(null, ArithmeticException())) for (kind in 0..2) {
                val ring = heapRing(10)
                val reader = ring.reader()
                val sizes = mutableListOf<Int>()
                val collecting =
                    launch(Dispatchers.Unconfined) {
                        try {
                            when (kind) {
                                0 -> reader.asFlow(minChunkSize = 4).collect { sizes += it.size }
                                1 -> reader.collectSlices(4) { sizes += it.remaining() }
                                else ->
                                    ItemReader.of(reader, ItemType.SHORT).collectSlices(2) {
                                        sizes += 2 * it.remaining()
                                    }
                            }
                        } catch (_: ArithmeticException) {
                            failure shouldNotBe null
                        }
                    }
                for (count in listOf(2, 2, 1, 1, 1)) {
                    ring.writer().put(count)
                }
                sizes.sum() shouldBe 4
                ring.writer().put(1)
                ring.writer().put(2)
                ring.writer().close(failure)
                collecting.join()
                collecting.isCancelled shouldBe false
                sizes shouldBe listOf(4, 4, 2)
            }
            for (least in intArrayOf(0, 4)) shouldThrow<IllegalArgumentException> {
                heapRing(10).reader().asFlow(3, least)
            }
        }

        test("a flow waits for bytes, and a cancelled one takes none") {
            val ring = ByteRing.ofCapacity(10)
            val collecting = launch(start = UNDISPATCHED) { ring.reader().asFlow().first() }
            collecting.isCompleted shouldBe false
            collecting.cancelAndJoin()
            ring.writer().write(bytes(1), 0, 1)
            ring.reader().asFlow().first() shouldBe ByteString(1)
        }

        test("slices come in place, across the wrap, and are consumed one by one") {
            val ring = ByteRing.ofCapacity(8)
            ring.writer().write(ByteArray(5), 0, 5)
            ring.reader().skip(5)
            ring.writer().write(bytes(1, 2, 3, 4, 5), 0, 5)
            ring.writer().close()
            val slices = mutableListOf<List<Byte>>()
            ring.reader().collectSlices { slice ->
                slices += List(slice.remaining()) { slice.get() }
                yield()
            }
            slices shouldBe listOf(listOf<Byte>(1, 2, 3), listOf<Byte>(4, 5))
        }

        test("a slice whose action throws stays in the ring") {
            val ring = ByteRing.ofCapacity(8)
            ring.writer().write(bytes(1, 2), 0, 2)
            shouldThrow<ArithmeticException> {
                ring.reader().collectSlices {
                    it.get()
                    throw ArithmeticException()
                }
            }
            ring.reader().readableBytes() shouldBe 2
        }

        test("a loop over slices ends when cancelled, though the ring is never empty") {
            val ring = ByteRing.ofCapacity(8)
            ring.writer().write(bytes(1), 0, 1)
            var count = 0
            val collecting =
                launch(Dispatchers.Default) {
                    ring.reader().collectSlices {
                        ring.writer().write(bytes(1), 0, 1)
                        if (count++ == 1000) currentCoroutineContext().cancel()
                    }
                }
            collecting.join()
            collecting.isCancelled shouldBe true
            count shouldBe 1001
        }

        test("arrays are written whole, those longer than the ring too") {
            val ring = ByteRing.ofCapacity(7)
            val sent = List(20) { Random(it).nextBytes(it * 3) }
            val received = ByteArrayOutputStream()
            coroutineScope {
                launch(Dispatchers.Default) {
                    val source = flow { for (bytes in sent) emit(bytes) }.flowOn(Dispatchers.IO)
                    source.writeTo(ring.writer()) shouldBe sent.sumOf { it.size }.toLong()
                    ring.writer().isClosed shouldBe false
                    ring.writer().close()
                }
                ring.reader().asFlow(5).collect {
                    it.size shouldBeInRange 1..5
                    received.write(it.toByteArray())
                }
            }
            received.toByteArray() shouldBe sent.fold(ByteArray(0), ByteArray::plus)
        }

        test("the flow of one ring is written to another as it comes") {
            val from = produceBytes(7) { it.writeFully(ByteArray(1000) { i -> i.toByte() }) }
            val to = ByteRing.ofCapacity(1000)
            from.use { it.asFlow(5).writeTo(to.writer()) } shouldBe 1000L
            to.reader().readByteString(1000) shouldBe ByteString(ByteArray(1000) { it.toByte() })
            to.writer().isClosed shouldBe false
        }

        test("writing fails when the reader is gone, before the wait and during it") {
            val ring = ByteRing.ofCapacity(7)
            val writing =
                launch(Dispatchers.Unconfined) {
                    shouldThrow<RingAbandonedException> {
                        flowOf(ByteArray(3), ByteArray(9)).writeTo(ring.writer())
                    }
                }
            writing.isCompleted shouldBe false
            ring.reader().close()
            writing.join()
            shouldThrow<RingAbandonedException> { flowOf(ByteArray(3)).writeTo(ring.writer()) }
        }
    })
