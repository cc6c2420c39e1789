package io.bytering.cli.streams

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.asFailure
import io.bytering.cli.failures.guarded
import io.bytering.cli.progress.Gauge
import io.bytering.cli.progress.WaitFor
import io.bytering.cli.progress.Waited
import io.bytering.cli.progress.Waits
import io.bytering.coroutines.use
import java.io.IOException
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread

/** One end of a transfer, and what to call it in a message. */
class Named<C>(val name: String, val channel: C)

/**
 * What holds a transfer back.
 *
 * @property pace the rate at which bytes are written, or null for none
 * @property bytes how many are moved at most
 * @property startLevel percent of the ring that have to be full before bytes are written, each time
 *   after it ran empty
 * @property stopLevel percent of the ring that may still be full when bytes are read again, each
 *   time after it was full
 */
class Limits(
    val pace: Pace? = null,
    val bytes: Long = Long.MAX_VALUE,
    val startLevel: Int = 0,
    val stopLevel: Int = 100,
)

/**
 * Moves everything from a channel into a ring on one thread, and from the ring into another channel
 * on the caller's.
 *
 * Each step is one `readv` into the free space or one `writev` of the bytes that wait: no byte is
 * copied between the ring and the operating system on the way.
 *
 * @param waits where to add up who waits for whom, or null
 * @param before moves bytes without the ring at first, and counts them
 * @param whenMuch called when so much is moved that it pays to prepare for more
 */
class Transfer(
    private val source: Named<ScatteringByteChannel>,
    private val sink: Named<GatheringByteChannel>,
    private val ring: ByteRing,
    wait: WaitStrategy,
    private val limits: Limits = Limits(),
    private val waits: Waits? = null,
    private val before: (counted: AtomicLong) -> Unit = {},
    private val whenMuch: () -> Unit = {},
) : Gauge {
    private var isMuch = false
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

    override val waited: Waited?
        get() = waits?.now

    /**
     * Returns when the last byte is out. A failure of the source comes after the bytes before it; a
     * failure of the sink comes at once, and leaves the reading thread to itself: it may be inside
     * a read that never returns.
     */
    fun run(): Long {
        guarded(sink.name) { before(written) }
        read.set(written.get())
        thread(name = "reads ${source.name}", isDaemon = true) { readAll() }
        reader.use { writeAll() }
        return written.get()
    }

    private fun readAll() {
        try {
            writer.transferAllFrom(source.channel, read, limits.bytes, ::awaitRoom)
            waits?.begin(WaitFor.READER)
        } catch (_: RingAbandonedException) {
            // the other side failed, and tells why
        } catch (e: Throwable) { // whatever it is, else it would look like the end of the source
            writer.writer().close(e.asFailure(source.name))
        } finally {
            writer.close()
        }
    }

    private fun awaitRoom() {
        if (ring.writer().writableBytes() > 0) return
        val room = share(100 - limits.stopLevel)
        waiting(WaitFor.READER) { writer.awaitWritable(room) }
    }

    private fun writeAll() {
        try {
            reader.transferAllTo(sink.channel, written, limits.pace, ::awaitBytes)
        } catch (e: IOException) {
            throw e.cause as? Failure ?: e.asFailure(sink.name)
        }
    }

    private fun awaitBytes() {
        if (!isMuch && written.get() >= MUCH) {
            isMuch = true
            whenMuch()
        }
        if (ring.reader().readableBytes() == 0) {
            val bytes = share(limits.startLevel)
            try {
                waiting(WaitFor.WRITER) { reader.awaitReadable(bytes) }
            } catch (_: IOException) {
                // the source has failed: that is thrown again behind the bytes before it
            }
        }
        val pace = limits.pace ?: return
        if (pace.isDue) pace.await() else waiting(WaitFor.LIMIT) { pace.await() }
    }

    private fun share(percent: Int): Int =
        (ring.capacity().toLong() * percent / 100).toInt().coerceIn(1, ring.writer().maxClaim())

    private fun <T> waiting(what: WaitFor, wait: () -> T): T =
        if (waits == null) wait() else waits.during(what, wait)

    private companion object {
        const val MUCH = 4L shl 20
    }
}

/**
 * Everything there is in a channel, in chunks, [counted] as they come.
 *
 * @param most how many bytes to take
 * @param await called before each chunk
 */
fun BlockingWriter.transferAllFrom(
    channel: ScatteringByteChannel,
    counted: AtomicLong,
    most: Long = Long.MAX_VALUE,
    await: () -> Unit = {},
    backOff: BackOff = BackOff(),
) {
    val source = Chunked.Source(channel)
    while (counted.get() < most) {
        await()
        source.most = minOf(Chunked.CHUNK.toLong(), most - counted.get()).toInt()
        val count = transferFrom(source)
        if (count < 0) break
        if (count == 0L) backOff.pause() else backOff.reset()
        counted.lazySet(counted.get() + count)
    }
}

/**
 * Everything until the end of the stream into a channel, in chunks, [counted] as they go.
 *
 * @param pace the rate, or null for none
 * @param await called before each chunk
 */
fun BlockingReader.transferAllTo(
    channel: GatheringByteChannel,
    counted: AtomicLong,
    pace: Pace? = null,
    await: () -> Unit = {},
    backOff: BackOff = BackOff(),
) {
    val sink = Chunked.Sink(channel)
    while (true) {
        await()
        if (pace != null) sink.most = pace.bytes(Chunked.CHUNK)
        val count = transferTo(sink)
        if (count < 0) break
        if (count == 0L) backOff.pause() else backOff.reset()
        pace?.passed(count)
        counted.lazySet(counted.get() + count)
    }
}
