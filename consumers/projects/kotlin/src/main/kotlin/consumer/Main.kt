package consumer

import io.bytering.ByteRing
import io.bytering.coroutines.RingChannel
import io.bytering.coroutines.asRawSink
import io.bytering.coroutines.asRawSource
import io.bytering.coroutines.consumeEach
import io.bytering.coroutines.produceBytes
import io.bytering.coroutines.readLine
import io.bytering.coroutines.writeFully
import kotlin.concurrent.thread
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.io.buffered
import kotlinx.io.readString
import kotlinx.io.writeString

/** A program that knows nothing of bytering but what is published. */
fun main() {
    check(runBlocking { lines() } == listOf("one", "two"))
    check(runBlocking { messages() } == List(100) { "message $it" })
    check(buffers("kotlinx-io ".repeat(1000)) == "kotlinx-io ".repeat(1000))
    println("coroutines, channels and kotlinx-io: well")
}

internal suspend fun lines(): List<String> = coroutineScope {
    val reader = produceBytes(16) { it.writeFully("one\ntwo\n".encodeToByteArray()) }
    reader.use { listOfNotNull(it.readLine(), it.readLine(), it.readLine()) }
}

internal suspend fun messages(): List<String> = coroutineScope {
    val channel = RingChannel(64)
    launch {
        repeat(100) { channel.send("message $it".encodeToByteArray()) }
        channel.close()
    }
    buildList { channel.consumeEach { add(it.decodeToString()) } }
}

internal fun buffers(text: String): String {
    val ring = ByteRing.ofCapacity(64)
    thread { ring.writer().asRawSink().buffered().use { it.writeString(text) } }
    return ring.reader().asRawSource().buffered().use { it.readString() }
}
