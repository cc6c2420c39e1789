package io.bytering.coroutines.io

import io.bytering.coroutines.RingRawSink
import io.bytering.coroutines.RingRawSource
import io.bytering.coroutines.SuspendingSink
import io.bytering.coroutines.SuspendingSource
import io.bytering.coroutines.asRawSink
import io.bytering.coroutines.asRawSource
import io.bytering.coroutines.asSuspendingSink
import io.bytering.coroutines.asSuspendingSource
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.io.Buffer

internal class SuspendingSourceSpec : SourceContract({ it.asSuspendingSource() })

internal class SuspendingSinkSpec : SinkContract({ it.asSuspendingSink() })

internal class RawSourceSpec : SourceContract({ OnThreads(it.asRawSource()) })

internal class RawSinkSpec : SinkContract({ SinkOnThreads(it.asRawSink()) })

/** Blocks a thread that may be blocked. */
private class OnThreads(private val source: RingRawSource) : SuspendingSource {
    override suspend fun readAtMostTo(sink: Buffer, byteCount: Long) =
        withContext(Dispatchers.IO) { source.readAtMostTo(sink, byteCount) }

    override fun close(cause: Throwable?) = source.close(cause)
}

private class SinkOnThreads(private val sink: RingRawSink) : SuspendingSink {
    override suspend fun write(source: Buffer, byteCount: Long) =
        withContext(Dispatchers.IO) { sink.write(source, byteCount) }

    override suspend fun flush() = sink.flush()

    override fun close(cause: Throwable?) = sink.close(cause)
}
