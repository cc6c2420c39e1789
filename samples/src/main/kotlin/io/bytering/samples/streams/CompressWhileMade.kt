package io.bytering.samples.streams

import io.bytering.blocking.BlockingReader
import io.bytering.coroutines.produceBytes
import io.bytering.coroutines.runInterruptibleIO
import io.bytering.coroutines.use
import io.bytering.coroutines.useSink
import java.io.OutputStream
import java.util.zip.GZIPOutputStream
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.io.Sink

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
            produceBytes(256 * 1024, Dispatchers.IO) { writer ->
                writer.useSink(parent = coroutineContext.job, block = produce)
            }
        runInterruptibleIO(Dispatchers.IO) {
            BlockingReader.of(made).use { reader ->
                val gzip = GZIPOutputStream(compressed)
                reader.inputStream().transferTo(gzip)
                gzip.finish()
            }
        }
    }
