package io.bytering.elsewhere

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.*
import io.bytering.item.ItemReader
import io.bytering.item.ItemRing
import io.bytering.item.ItemType
import io.bytering.item.ItemWriter
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.nio.FloatBuffer

/** As a stranger calls it, who has imported all of the package by a star. */
class ClosingSpec :
    FunSpec({
        val failure = ArithmeticException()

        test("a block that fails is no end of the stream, for every kind of writer") {
            val uses =
                mapOf<String, (RingWriter) -> Unit>(
                    "RingWriter" to { it.use { throw failure } },
                    "BlockingWriter" to { BlockingWriter.of(it).use { throw failure } },
                    "ItemWriter" to { ItemWriter.of(it, ItemType.BYTE).use { throw failure } },
                    "by a name of its own" to { NamedImport.use(it) { throw failure } },
                )
            for ((name, use) in uses) withClue(name) {
                val ring = ByteRing.ofCapacity(8)
                shouldThrow<ArithmeticException> { use(ring.writer()) } shouldBeSameInstanceAs
                    failure
                ring.writer().isClosed shouldBe true
                ring.reader().failure() shouldBeSameInstanceAs failure
            }
        }

        test("a block that fails is told to the writer, by every kind of reader") {
            val uses =
                mapOf<String, (RingReader) -> Unit>(
                    "RingReader" to { it.use { throw failure } },
                    "BlockingReader" to { BlockingReader.of(it).use { throw failure } },
                    "ItemReader" to { ItemReader.of(it, ItemType.BYTE).use { throw failure } },
                )
            for ((name, use) in uses) withClue(name) {
                val ring = ByteRing.ofCapacity(8)
                shouldThrow<ArithmeticException> { use(ring.reader()) }
                ring.reader().isClosed shouldBe true
                shouldThrow<RingAbandonedException> { ring.writer().write(ByteArray(1)) }
                    .cause shouldBeSameInstanceAs failure
            }
        }

        test("a block that returns, by whatever way, is the end") {
            fun left(ring: ByteRing): Int {
                ring.writer().use {
                    return 7
                }
            }
            for (end in 0..3) {
                val ring = ByteRing.ofCapacity(8)
                val result: Int
                when (end) {
                    0 -> result = ring.writer().use { 7 }
                    1 -> result = left(ring)
                    2 -> ring.writer().use { result = 7 } // the contract: once
                    else -> {
                        val items = ItemRing.of(ItemType.FLOAT, 2)
                        val writer: ItemWriter<FloatBuffer> = items.writer()
                        result = writer.use { it.slice().remaining() + 5 }
                        items.reader().isExhausted shouldBe true
                        ring.close()
                    }
                }
                result shouldBe 7
                ring.writer().isClosed shouldBe true
                ring.reader().failure() shouldBe null
            }
        }

        test("what was closed before stays as it was, and what the close throws is suppressed") {
            val ring = ByteRing.ofCapacity(8)
            shouldThrow<ArithmeticException> {
                ring.writer().use {
                    it.close()
                    throw failure
                }
            }
            ring.reader().failure() shouldBe null

            val woken = IllegalStateException("a waiter that throws")
            val other = ByteRing.ofCapacity(8)
            other.reader().arm({ throw woken }, 1)
            val thrown =
                shouldThrow<ArithmeticException> {
                    other.writer().use { throw ArithmeticException() }
                }
            thrown.suppressed.toList() shouldBe listOf(woken)
        }
    })
