package io.bytering.samples.hello

import io.bytering.ByteRing
import io.bytering.coroutines.readAvailable
import io.bytering.coroutines.use
import io.bytering.coroutines.useSink
import io.bytering.coroutines.useSource
import io.bytering.coroutines.writeFully
import kotlin.concurrent.thread
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.io.Buffer
import kotlinx.io.readLine
import kotlinx.io.writeString

/** Lines between two threads, by the readers and writers of kotlinx-io. */
fun linesBetweenThreads(lines: List<String>): List<String> {
    val ring = ByteRing.ofCapacity(8 * 1024)
    thread {
        ring.writer().useSink { sink ->
            for (line in lines) sink.writeString("$line\n")
        }
    }
    return ring.reader().useSource { source ->
        generateSequence { source.readLine() }.toList()
    }
}

/** Buffers between two coroutines. */
suspend fun buffersBetweenCoroutines(full: Buffer): Buffer = coroutineScope {
    val ring = ByteRing.ofCapacity(8 * 1024)
    launch { ring.writer().use { writer -> writer.writeFully(full, full.size) } }
    val copy = Buffer()
    ring.reader().use { reader ->
        while (reader.readAvailable(copy, Long.MAX_VALUE) >= 0) {}
    }
    copy
}

/** Prints three lines that another thread has written. */
fun main() {
    linesBetweenThreads(listOf("one writes,", "one reads,", "one ring")).forEach(::println)
}
