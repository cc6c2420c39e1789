package io.bytering.samples

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** Copies by two coroutines, one reading ahead of the other by up to 64 KiB. */
suspend fun copy(source: ScatteringByteChannel, sink: GatheringByteChannel): Unit = coroutineScope {
    val ring = ByteRing.ofCapacity(64 * 1024)
    launch(Dispatchers.IO) {
        ring.writer().use { while (it.awaitWritable() && it.transferFrom(source) >= 0) {} }
    }
    ring.reader().use { while (it.awaitReadable()) it.transferTo(sink) }
}

/** The basic style: one wait that suspends, then calls that never wait. */
suspend fun drain(reader: RingReader, sink: GatheringByteChannel) {
    while (reader.awaitReadable()) {
        reader.transferTo(sink)
    }
}
