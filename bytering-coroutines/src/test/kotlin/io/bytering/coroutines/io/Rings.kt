package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import io.bytering.storage.Storage
import io.kotest.matchers.shouldBe
import kotlinx.io.Buffer
import kotlinx.io.readByteArray

/** A kind of ring that a contract is kept on. */
internal class Shape(val capacity: Int, private val storage: String) {
    /** Many times round a small ring, and once round the largest. */
    val enough = 200 + minOf(capacity * 15, 8800)

    /** How many bytes a call may ask for. A large ring is not filled byte by byte. */
    val steps = if (capacity > 64) listOf(100, 5000, 9000) else listOf(1, 5, 9000)

    fun ring(): ByteRing =
        ByteRing.builder()
            .capacity(capacity)
            .storage(if (storage == "heap") Storage.heap() else Storage.direct())
            .build()

    override fun toString() = "$capacity bytes, $storage"
}

internal val SHAPES =
    listOf(1, 7, 64, 8192).flatMap { listOf(Shape(it, "heap"), Shape(it, "direct")) }

/** The byte at a position of every test's stream. Its period is prime: no wrap is where it was. */
internal fun byteAt(position: Long): Byte = (position % 251).toByte()

internal fun bytes(from: Long, count: Int) = ByteArray(count) { byteAt(from + it) }

internal fun bufferOf(from: Long, count: Int) = Buffer().apply { write(bytes(from, count)) }

/** All of it, which must be the next bytes of the stream. */
internal fun Buffer.shouldHold(from: Long, count: Int) {
    size shouldBe count.toLong()
    readByteArray().toList() shouldBe bytes(from, count).toList()
}

/** As much of the stream as fits, and no more than [max]. */
internal fun RingWriter.put(max: Int = Int.MAX_VALUE): Int {
    val count = minOf(max, writableBytes())
    write(bytes(position(), count), 0, count) shouldBe count
    return count
}

/** All that waits, which must be the next bytes of the stream. */
internal fun RingReader.takeAll() {
    val start = position()
    val taken = ByteArray(readableBytes())
    if (taken.isNotEmpty()) read(taken, 0, taken.size) shouldBe taken.size
    taken.toList() shouldBe bytes(start, taken.size).toList()
}

/** What is at the other end: it takes or gives up to [step] bytes at a time, waiting for one. */
internal class Peer(private val step: Int) {
    /** Writes so many bytes of the stream, then closes. */
    suspend fun writeTo(writer: RingWriter, count: Int) {
        writer.use {
            while (it.position() < count && it.awaitWritable()) {
                it.put(minOf(step, count - it.position().toInt()))
            }
        }
    }

    /** Reads to the end, and says how many bytes of the stream there were. */
    suspend fun readFrom(reader: RingReader): Long {
        val some = ByteArray(minOf(step, reader.capacity()))
        while (reader.awaitReadable()) {
            val start = reader.position()
            val count = reader.read(some, 0, some.size)
            for (i in 0 until count) some[i] shouldBe byteAt(start + i)
        }
        return reader.position()
    }

    override fun toString() = if (step == 1) "one byte at a time" else "all there is"
}

/** One of them is hostile. */
internal val PEERS = listOf(Peer(Int.MAX_VALUE), Peer(1))
