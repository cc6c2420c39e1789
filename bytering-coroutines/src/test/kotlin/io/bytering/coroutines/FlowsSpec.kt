package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.ByteArrayOutputStream
import kotlin.random.Random
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import kotlinx.io.bytestring.ByteString

class FlowsSpec :
    FunSpec({
        timeout = 30.seconds.inWholeMilliseconds

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
            val from = ringWriter(7) { it.writeFully(ByteArray(1000) { i -> i.toByte() }) }
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
