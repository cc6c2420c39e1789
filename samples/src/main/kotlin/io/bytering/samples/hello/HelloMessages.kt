package io.bytering.samples.hello

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.coroutines.RingChannel
import io.bytering.coroutines.awaitClaim
import io.bytering.coroutines.awaitPeek
import kotlinx.coroutines.coroutineScope
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
