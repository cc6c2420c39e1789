package io.bytering.coroutines

import io.bytering.RingClosedException
import io.bytering.item.ItemReader
import io.bytering.item.ItemRing
import io.bytering.item.ItemType
import io.bytering.item.ItemWriter
import io.bytering.item.Tag
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.throwables.shouldThrowExactly
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import java.nio.ByteBuffer
import java.nio.IntBuffer
import java.nio.LongBuffer
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

private const val MANY = 1_231_233

class ItemsSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        for (dispatcher in listOf(Dispatchers.Default, Dispatchers.Default.limitedParallelism(1))) {
            test("$MANY random ints arrive as they went, by $dispatcher") {
                val ring = ItemRing.of(ItemType.INT, 4096)
                coroutineScope {
                    launch(dispatcher) { ring.writer().use { send(it) } }
                    launch(dispatcher) { ring.reader().use { compare(it) } }
                }
            }
        }

        test("waits count items, and end with the stream") {
            val ring = ItemRing.of(ItemType.LONG, 4)
            runBlocking {
                val three = async(start = UNDISPATCHED) { ring.reader().awaitReadable(3) }
                ring.writer().produceLongs(2)
                val four = async(start = UNDISPATCHED) { ring.writer().awaitWritable(4) }
                three.isCompleted shouldBe false
                ring.writer().produceLongs(1)
                three.await() shouldBe true
                ring.reader().drain { it.remaining() }
                four.await() shouldBe true
                ring.writer().produceLongs(2)
                ring.writer().close()
                ring.reader().awaitReadable(2) shouldBe true
                ring.reader().awaitReadable(3) shouldBe false
                ring.reader().close()
            }
        }

        test("waits for more items than there can be are refused") {
            val ring = ItemRing.of(ItemType.LONG, 4)
            for (items in listOf(0, -1, 5, Int.MAX_VALUE)) {
                for (wait in
                    listOf<suspend () -> Boolean>(
                        { ring.reader().awaitReadable(items) },
                        { ring.writer().awaitWritable(items) },
                    )) {
                    val message = shouldThrowExactly<IllegalArgumentException> { wait() }.message!!
                    message shouldContain "1..4 items"
                    message shouldContain ": $items"
                }
            }
        }

        test("a writer finds out by waiting that its reader is gone") {
            val ring = ItemRing.of(ItemType.LONG, 1)
            runBlocking {
                ring.writer().produceLongs(1)
                val room = async(start = UNDISPATCHED) { ring.writer().awaitWritable() }
                ring.reader().close()
                room.await() shouldBe false
                shouldThrow<RingClosedException> { ring.reader().awaitReadable() }
            }
        }

        test("a filler or a drainer that throws moves nothing, nor does a bad count") {
            val ring = ItemRing.of(ItemType.INT, 8)
            ring.writer().fill { it.put(1).put(2).put(3).let { 3 } } shouldBe 3
            shouldThrow<NumberFormatException> {
                ring.writer().fill { throw NumberFormatException() }
            }
            shouldThrow<IllegalArgumentException> { ring.writer().fill { it.remaining() + 1 } }
            shouldThrow<NumberFormatException> {
                ring.reader().drain { throw NumberFormatException() }
            }
            shouldThrow<IllegalArgumentException> { ring.reader().drain { it.remaining() + 1 } }
            ring.reader().readableItems() shouldBe 3
            ring.writer().writableItems() shouldBe 5
            ring.reader().drain { 2 } shouldBe 2
            ring.reader().drain { if (it.get() == 3) 1 else 0 } shouldBe 1
        }

        test("slices are collected in whole structs, with their tags") {
            val ring = ItemRing.of(ItemType.struct(12), 5)
            val got = mutableListOf<Any>()
            runBlocking {
                val collecting =
                    launch(start = UNDISPATCHED) {
                        ring.reader().collectSlices { slice ->
                            val tags = ring.reader().tags(ring.reader().offeredItems())
                            for (tag in tags) got += "${tag.value()} ${number(slice, tag.index())}"
                            got += slice.remaining() / 12
                        }
                    }
                for (first in 0 until 30 step 3) {
                    ring.writer().awaitWritable(3)
                    var left = 3
                    while (left > 0) {
                        val slice = ring.writer().slice()
                        val count = minOf(left, slice.remaining() / 12)
                        repeat(count) { slice.putInt(first + 3 - left + it).putLong(-1) }
                        ring.writer().produce(count, Tag.of(count - 1, "last of $count:"))
                        left -= count
                    }
                }
                ring.writer().close()
                collecting.join()
            }
            got.filterIsInstance<Int>().sum() shouldBe 30
            got.last { it is String }.toString() shouldEndWith ": 29"
        }

        test("an action that fails consumes nothing") {
            val ring = ItemRing.of(ItemType.INT, 5)
            ring.writer().fill { it.put(7).let { 1 } }
            shouldThrow<NumberFormatException> {
                ring.reader().collectSlices { throw NumberFormatException() }
            }
            ring.reader().readableItems() shouldBe 1
            ring.reader().tags() shouldContainExactly emptyList()
        }
    })

private fun number(structs: ByteBuffer, index: Int) =
    structs.getInt(structs.position() + 12 * index)

private fun ItemWriter<LongBuffer>.produceLongs(count: Int) {
    repeat(count) { fill { 1 } }
}

private suspend fun send(writer: ItemWriter<IntBuffer>) {
    val numbers = Random(1)
    var left = MANY
    while (left > 0 && writer.awaitWritable()) {
        left -= writer.fill { slice ->
            val count = minOf(left, slice.remaining())
            repeat(count) { slice.put(numbers.nextInt()) }
            count
        }
    }
}

private suspend fun compare(reader: ItemReader<IntBuffer>) {
    val numbers = Random(1)
    var got = 0
    reader.collectSlices { slice ->
        while (slice.hasRemaining()) {
            check(slice.get() == numbers.nextInt()) { "the int after $got others" }
            got++
        }
    }
    got shouldBe MANY
}
