package io.bytering.cli.streams

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.asFailure
import io.bytering.cli.progress.Gauge
import io.bytering.coroutines.use
import java.io.IOException
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread

/** One end of a transfer, and what to call it in a message. */
class Named<C>(val name: String, val channel: C)

/**
 * Moves everything from a channel into a ring on one thread, and from the ring into another channel
 * on the caller's.
 *
 * Each step is one `readv` into the free space or one `writev` of the bytes that wait: no byte is
 * copied between the ring and the operating system on the way.
 */
class Transfer(
    private val source: Named<ScatteringByteChannel>,
    private val sink: Named<GatheringByteChannel>,
    private val ring: ByteRing,
    wait: WaitStrategy,
) : Gauge {
    private val writer = BlockingWriter.of(ring.writer(), wait)
    private val reader = BlockingReader.of(ring.reader(), wait)
    private val read = AtomicLong()
    private val written = AtomicLong()

    override val moved: Long
        get() = written.get()

    override val fills: List<Double>
        get() {
            val there =
                read.get() - written.get() // each is the past of the other: it may be off a little
            return listOf((there.toDouble() / ring.capacity()).coerceIn(0.0, 1.0))
        }

    /**
     * Returns when the last byte is out. A failure of the source comes after the bytes before it; a
     * failure of the sink comes at once, and leaves the reading thread to itself: it may be inside
     * a read that never returns.
     */
    fun run(): Long {
        thread(name = "reads ${source.name}", isDaemon = true) { readAll() }
        reader.use { writeAll() }
        return written.get()
    }

    private fun readAll() {
        try {
            writer.transferAllFrom(source.channel, read)
        } catch (_: RingAbandonedException) {
            // the other side failed, and tells why
        } catch (e: Throwable) { // whatever it is, else it would look like the end of the source
            writer.writer().close(e.asFailure(source.name))
        } finally {
            writer.close()
        }
    }

    private fun writeAll() {
        try {
            reader.transferAllTo(sink.channel, written)
        } catch (e: IOException) {
            throw e.cause as? Failure ?: e.asFailure(sink.name)
        }
    }
}

/** Everything there is in a channel, in chunks, [counted] as they come. */
fun BlockingWriter.transferAllFrom(channel: ScatteringByteChannel, counted: AtomicLong) {
    val source = Chunked.source(channel)
    while (true) {
        val count = transferFrom(source)
        if (count < 0) break
        counted.lazySet(counted.get() + count)
    }
}

/** Everything until the end of the stream into a channel, in chunks, [counted] as they go. */
fun BlockingReader.transferAllTo(channel: GatheringByteChannel, counted: AtomicLong) {
    val sink = Chunked.sink(channel)
    while (true) {
        val count = transferTo(sink)
        if (count < 0) break
        counted.lazySet(counted.get() + count)
    }
}
