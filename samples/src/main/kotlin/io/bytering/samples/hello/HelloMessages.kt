package io.bytering.samples.hello

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.coroutines.RingChannel
import io.bytering.coroutines.awaitClaim
import io.bytering.coroutines.awaitPeek
import io.bytering.coroutines.sendTo
import java.nio.ByteBuffer
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch

/** Messages between two coroutines, through a channel that is bounded in bytes. */
suspend fun exchange(messages: List<ByteArray>, handle: suspend (ByteArray) -> Unit): Unit =
    coroutineScope {
        val channel = RingChannel(64 * 1024)
        launch {
            for (message in messages) channel.send(message)
            channel.close()
        }
        for (message in channel) handle(message)
    }

/** Messages of many flows in one: each is collected by a coroutine of its own, and sent. */
suspend fun merge(
    sources: List<Flow<ByteArray>>,
    handle: suspend (ByteArray) -> Unit,
): Unit = coroutineScope {
    val channel = RingChannel(64 * 1024)
    launch {
        coroutineScope {
            for (source in sources) launch { source.sendTo(channel) }
        }
        channel.close() // all have sent everything
    }
    for (message in channel) handle(message)
}

/** Sends what [encode] puts into the buffer, which returns how much that is. */
suspend fun sendEncoded(channel: RingChannel, encode: suspend (ByteBuffer) -> Int) {
    channel.awaitClaim(1500).use { claim ->
        val length = encode(claim.message) // may suspend
        claim.commit(length)
    }
}

/** Sends the length, then the message, published in one step. */
suspend fun sendMessage(writer: RingWriter, message: ByteArray) {
    val size = Int.SIZE_BYTES + message.size
    writer.awaitClaim(size).putInt(message.size).put(message)
    writer.commit(size)
}

/** Receives every message until the end of the stream. */
suspend fun receiveMessages(reader: RingReader, handle: suspend (ByteArray) -> Unit) {
    while (true) {
        val bytes = reader.awaitPeek(Int.SIZE_BYTES) ?: break
        val message = ByteArray(bytes.getInt())
        bytes.get(message) // there as well: one commit has published both
        reader.consume(Int.SIZE_BYTES + message.size)
        handle(message)
    }
}
