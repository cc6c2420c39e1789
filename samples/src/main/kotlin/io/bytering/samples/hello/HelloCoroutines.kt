package io.bytering.samples.hello

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.coroutines.RingChannel
import io.bytering.coroutines.asFlow
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import io.bytering.coroutines.launchReader
import io.bytering.coroutines.produceBytes
import io.bytering.coroutines.readLine
import io.bytering.coroutines.receive
import io.bytering.coroutines.runInterruptibleIO
import io.bytering.coroutines.send
import io.bytering.coroutines.use
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withContext
import kotlinx.io.bytestring.ByteString

/**
 * Copies by two coroutines, one reading ahead of the other by up to 64 KiB. When one fails or is
 * cancelled, the other ends as well, also while it is blocked in its channel.
 */
suspend fun copy(source: ScatteringByteChannel, sink: GatheringByteChannel): Unit =
    withContext(Dispatchers.IO) {
        val reader =
            produceBytes(64 * 1024) { writer ->
                while (writer.awaitWritable()) {
                    if (runInterruptibleIO { writer.transferFrom(source) } < 0) break
                }
            }
        reader.use { while (it.awaitReadable()) runInterruptibleIO { it.transferTo(sink) } }
    }

/** The basic style: one wait that suspends, then calls that never wait. */
suspend fun drain(reader: RingReader, sink: GatheringByteChannel) {
    while (reader.awaitReadable()) {
        reader.transferTo(sink)
    }
}

/** Messages between two coroutines, written and read in place: no array for each. */
suspend fun sumOf(numbers: LongRange): Long = coroutineScope {
    val channel = RingChannel(8 * 1024)
    launch {
        for (number in numbers) channel.send(Long.SIZE_BYTES) { it.putLong(number) }
        channel.close()
    }
    var sum = 0L
    while (channel.awaitMessage()) sum += channel.receive { it.getLong() }
    sum
}

/** The next message, unless the other comes first; null at the end of the channel. */
suspend fun messageOr(channel: RingChannel, other: Deferred<ByteArray>): ByteArray? =
    coroutineScope {
        val ready = async { channel.awaitMessage() }
        val message =
            select<ByteArray?> {
                ready.onAwait { if (it) channel.tryReceive().getOrThrow() else null }
                other.onAwait { it }
            }
        ready.cancel()
        message
    }

/** Reads lines by a coroutine of its own, and returns when all of them were dealt with. */
suspend fun withLines(write: suspend (RingWriter) -> Unit, line: suspend (String) -> Unit): Unit =
    coroutineScope {
        val ring = ByteRing.ofCapacity(8 * 1024)
        val reading =
            launchReader(ring.reader()) { reader ->
                while (true) line(reader.readLine() ?: break)
            }
        ring.writer().use { write(it) }
        reading.join() // done and consumed
    }

/** Uploads what comes, and returns how many bytes that were. */
suspend fun uploadAll(reader: RingReader, upload: suspend (ByteString) -> Unit): Long {
    var uploaded = 0L
    reader.asFlow().collect { chunk ->
        upload(chunk) // may suspend, and be cancelled
        uploaded += chunk.size
    }
    return uploaded
}
