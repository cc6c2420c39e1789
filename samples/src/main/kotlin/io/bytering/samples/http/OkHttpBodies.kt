package io.bytering.samples.http

import io.bytering.ByteRing
import io.bytering.okio.RingPipe
import io.bytering.okio.useSink
import io.bytering.okio.useSource
import kotlin.concurrent.thread
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okio.BufferedSink
import okio.BufferedSource
import okio.buffer

/** The body is read from the source while it is sent. */
class SourceBody(private val source: BufferedSource) : RequestBody() {
    override fun contentType() = null

    override fun isOneShot() = true

    override fun writeTo(sink: BufferedSink) {
        sink.writeAll(source)
    }
}

/** Sends what the block writes, while it writes. */
fun OkHttpClient.upload(url: String, content: (BufferedSink) -> Unit): String {
    val ring = ByteRing.ofCapacity(64 * 1024)
    thread { runCatching { ring.writer().useSink(content) } } // its failure reaches the reader
    return ring.reader().useSource { source ->
        val request = Request.Builder().url(url).post(SourceBody(source)).build()
        newCall(request).execute().use { it.body.string() }
    }
}

/** Reads a response while it comes. */
fun <R> OkHttpClient.download(url: String, read: (BufferedSource) -> R): R {
    val ring = ByteRing.ofCapacity(64 * 1024)
    thread {
        runCatching { // its failure reaches the reader
            ring.writer().useSink { sink ->
                newCall(Request.Builder().url(url).build()).execute().use { response ->
                    sink.writeAll(response.body.source())
                }
            }
        }
    }
    return ring.reader().useSource(read)
}

/** In place of okio's `Pipe`. */
fun hello() {
    val pipe = RingPipe.ofCapacity(64 * 1024)
    thread { pipe.sink.buffer().use { it.writeUtf8("hello") } }
    pipe.source.buffer().use { println(it.readUtf8()) }
}
