package io.bytering.consumers

import consumer.buffers
import consumer.lines
import consumer.messages
import io.bytering.BroadcastRing
import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.item.ItemRing
import io.bytering.item.ItemType
import io.bytering.item.Tag
import io.bytering.storage.Storage
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking

/** A bit of everything, to be shrunk: prints what went well, and fails otherwise. */
fun main() {
    val text = "a ring of bytes ".repeat(1000)
    expect("threads", threads(text), text)
    expect("broadcast", broadcast(), listOf<Byte>(1, 2, 3))
    expect("items", items(), listOf(0L, 3L))
    expect("mirrored", mirrored(), 4096)
    expect("coroutines", runBlocking(Dispatchers.Default) { lines() }, listOf("one", "two"))
    expect("channel", runBlocking(Dispatchers.Default) { messages() }, List(100) { "message $it" })
    expect("kotlinx-io", buffers(text), text)
}

private fun expect(what: String, actual: Any?, expected: Any?) {
    check(actual == expected) { "$what: $actual" }
    println(what)
}

private fun threads(text: String): String {
    val ring = ByteRing.ofCapacity(100)
    thread {
        BlockingWriter.of(ring.writer()).outputStream().use { it.write(text.encodeToByteArray()) }
    }
    return BlockingReader.of(ring.reader()).inputStream().use { it.readBytes().decodeToString() }
}

private fun broadcast(): List<Byte> {
    val ring = BroadcastRing.ofCapacity(16)
    val readers = List(3) { ring.subscribe() }
    ring.writer().write(byteArrayOf(1, 2, 3), 0, 3)
    return readers
        .map { reader -> ByteArray(16).let { it.take(reader.read(it, 0, it.size)) } }
        .distinct()
        .single()
}

private fun items(): List<Long> {
    val ring = ItemRing.of(ItemType.FLOAT, 16)
    ring.writer().slice().put(FloatArray(10))
    ring.writer().produce(10, Tag.of(0, "start"), Tag.of(3, "peak"))
    ring.reader().slice()
    return ring.reader().tags().map { it.index().toLong() }
}

private fun mirrored(): Int {
    val ring = ByteRing.builder().capacity(4096).storage(Storage.preferMirrored()).build()
    return ring.writer().use { ring.reader().use { ring.capacity() } }
}
