package io.bytering.samples.hello

import io.bytering.RingReader
import io.bytering.blocking.BlockingReader
import io.bytering.coroutines.produceBytes
import io.bytering.coroutines.readLine
import io.bytering.coroutines.use
import io.bytering.coroutines.useSink
import io.bytering.coroutines.writeFully
import java.io.InputStream
import java.io.OutputStream
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.runBlocking
import kotlinx.io.asOutputStream

/** Two coroutines and a ring between them: the one that gets ahead is suspended. */
suspend fun hello(names: List<String>): List<String> = coroutineScope {
    val lines: RingReader =
        produceBytes(1024) { writer ->
            for (name in names) writer.writeFully("hello $name\n".encodeToByteArray())
        }
    lines.use { buildList { while (true) add(it.readLine() ?: break) } }
}

/**
 * What is written to one stream comes out of another, for code that knows nothing of coroutines: in
 * place of `PipedInputStream`. A failure of [write] comes out too, as the cause of an exception,
 * and fails the scope; closing the stream that was returned ends the writing.
 */
fun CoroutineScope.inputStreamOf(write: (OutputStream) -> Unit): InputStream {
    val reader =
        produceBytes(64 * 1024, Dispatchers.IO) { writer ->
            writer.useSink(parent = coroutineContext.job) { write(it.asOutputStream()) }
        }
    return BlockingReader.of(reader).inputStream()
}

/** Says hello to each argument. */
fun main(names: Array<String>): Unit = runBlocking { hello(names.asList()).forEach(::println) }
