package io.bytering.samples

import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import io.bytering.coroutines.asRawSink
import io.bytering.coroutines.ringWriter
import java.io.OutputStream
import java.util.zip.GZIPOutputStream
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.runInterruptible
import kotlinx.io.RawSink
import kotlinx.io.Sink
import kotlinx.io.buffered

/**
 * Compresses a stream while it is made: [produce] writes by kotlinx-io on one thread, another
 * compresses, and what is between them never exceeds the ring. When either fails or is cancelled,
 * so is the other.
 *
 * @param compressed where it goes, as gzip; not closed. Without gzip's own end if [produce] failed
 */
suspend fun compressWhileMade(compressed: OutputStream, produce: (Sink) -> Unit): Unit =
    coroutineScope {
        val made =
            ringWriter(256 * 1024, Dispatchers.IO) { writer ->
                writer.sinkOf(coroutineContext.job).use(produce)
            }
        runInterruptible(Dispatchers.IO) {
            BlockingReader.of(made).use { reader ->
                val gzip = GZIPOutputStream(compressed)
                reader.inputStream().transferTo(gzip)
                gzip.finish()
            }
        }
    }

/**
 * A sink whose close is not the end of the stream: code that fails closes it too, and half of a
 * stream must not look like all of it. The end, or the failure, is told by [ringWriter].
 */
fun RingWriter.sinkOf(job: Job): Sink {
    val sink = asRawSink(parent = job)
    return object : RawSink by sink {
            override fun close() = flush()
        }
        .buffered()
}
