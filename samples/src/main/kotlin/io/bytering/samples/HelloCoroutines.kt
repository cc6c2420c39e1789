package io.bytering.samples

import io.bytering.RingReader
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import io.bytering.coroutines.ringWriter
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope

/** Copies by two coroutines, one reading ahead of the other by up to 64 KiB. */
suspend fun copy(source: ScatteringByteChannel, sink: GatheringByteChannel): Unit = coroutineScope {
    val reader =
        ringWriter(64 * 1024, Dispatchers.IO) { writer ->
            while (writer.awaitWritable() && writer.transferFrom(source) >= 0) {}
        }
    reader.use { while (it.awaitReadable()) it.transferTo(sink) }
}

/** The basic style: one wait that suspends, then calls that never wait. */
suspend fun drain(reader: RingReader, sink: GatheringByteChannel) {
    while (reader.awaitReadable()) {
        reader.transferTo(sink)
    }
}
