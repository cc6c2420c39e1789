package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingWriter
import io.bytering.storage.Storage
import io.kotest.matchers.shouldBe

/** Bytes whose place in the stream can be told from their value: byte i is `i % 251`. */
internal fun counted(from: Long, length: Int): ByteArray = ByteArray(length) { at(from + it) }

internal fun at(place: Long): Byte = (place % 251).toByte()

internal fun heapRing(capacity: Int): ByteRing =
    ByteRing.builder().capacity(capacity).storage(Storage.heap()).build()

/** The next bytes of the stream, which must fit. */
internal fun RingWriter.put(count: Int) {
    write(counted(position(), count), 0, count) shouldBe count
}

/** Everything that was ever written and not read is there, and takes it. */
internal fun ByteRing.takeAll() {
    val there = ByteArray((writer().position() - reader().position()).toInt())
    val from = reader().position()
    if (there.isNotEmpty()) reader().read(there, 0, there.size) shouldBe there.size
    there shouldBe counted(from, there.size)
}

/** The array holds the stream from [place] on. Cheap enough for millions. */
internal fun check(bytes: ByteArray, count: Int, place: Long) {
    for (i in 0 until count) {
        if (bytes[i] != at(place + i)) {
            throw AssertionError("byte ${place + i} is ${bytes[i]}, should be ${at(place + i)}")
        }
    }
}

/** Moves both halves to this index. */
internal fun ByteRing.startAt(index: Int) {
    writer().put(index)
    reader().skip(index) shouldBe index
}
