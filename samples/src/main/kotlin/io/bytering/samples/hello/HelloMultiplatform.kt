package io.bytering.samples.hello

import io.bytering.RingReader
import io.bytering.coroutines.asSuspendingSource
import kotlinx.io.Buffer

/** Stands for an interface in your own common code: nothing in it is of the JVM. */
interface ByteFeed : AutoCloseable {
    suspend fun readAtMostTo(sink: Buffer, byteCount: Long): Long
}

/** Stands for what lies in the source sets of the JVM and of Android. */
class RingFeed(reader: RingReader) : ByteFeed {
    private val source = reader.asSuspendingSource()

    override suspend fun readAtMostTo(sink: Buffer, byteCount: Long) =
        source.readAtMostTo(sink, byteCount)

    override fun close() = source.close()
}
