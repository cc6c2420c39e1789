package io.bytering.cli.demo

import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy
import io.bytering.cli.progress.Gauge
import io.bytering.cli.streams.Chunked
import io.bytering.coroutines.use
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.atomic.LongAdder
import java.util.zip.CRC32C

/**
 * One direction of the demo, by four threads: random bytes are made within a ring, sent from it
 * with `writev`, received into another ring with `readv`, and summed up there.
 */
class DemoStream(
    val name: String,
    val length: Long,
    private val output: SocketChannel,
    private val input: SocketChannel,
    private val sending: ByteRing,
    private val receiving: ByteRing,
    private val wait: WaitStrategy,
) : Gauge {
    private val made = AtomicLong()
    private val sent = AtomicLong()
    private val received = AtomicLong()
    private val checked = AtomicLong()
    private val waitCount = LongAdder()
    private val start = System.nanoTime()

    val sumSent = CRC32C()
    val sumReceived = CRC32C()

    @Volatile
    var nanos = 0L
        private set

    /** How often one side found the ring empty or full and had to wait for the other. */
    val waits: Long
        get() = waitCount.sum()

    val agrees: Boolean
        get() = checked.get() == length && sumSent.value == sumReceived.value

    override val moved: Long
        get() = checked.get()

    override val fills: List<Double>
        get() = listOf(level(made, sent, sending), level(received, checked, receiving))

    /** The four threads' work. Each leaves its half closed, so that its neighbours end as well. */
    val work: List<() -> Unit> = listOf(::make, ::send, ::receive, ::check)

    private fun make() =
        BlockingWriter.of(sending.writer(), wait).use { writer ->
            val random = RandomBytes(name.hashCode().toLong())
            while (made.get() < length) {
                val size =
                    minOf(length - made.get(), CLAIM.toLong(), sending.capacity().toLong()).toInt()
                if (!sending.writer().canClaim(size)) waitCount.increment()
                val bytes = writer.claim(size)
                random.fill(bytes)
                sumSent.update(bytes.flip().also { it.position(it.limit() - size) })
                writer.commit(size)
                made.addAndGet(size.toLong())
            }
        }

    private fun send() =
        BlockingReader.of(sending.reader(), wait).use { reader ->
            val socket = Chunked.Sink(output)
            while (true) {
                if (sending.reader().readableBytes() == 0) waitCount.increment()
                val count = reader.transferTo(socket)
                if (count < 0) break
                sent.addAndGet(count)
            }
            output.shutdownOutput()
            Unit
        }

    private fun receive() =
        BlockingWriter.of(receiving.writer(), wait).use { writer ->
            val socket = Chunked.Source(input)
            while (true) {
                if (receiving.writer().writableBytes() == 0) waitCount.increment()
                val count = writer.transferFrom(socket)
                if (count < 0) break
                received.addAndGet(count)
            }
        }

    private fun check() =
        BlockingReader.of(receiving.reader(), wait).use { reader ->
            while (true) {
                if (receiving.reader().readableBytes() == 0) waitCount.increment()
                val count = reader.drain { slices, length ->
                    slices.forEach(sumReceived::update)
                    length
                }
                if (count < 0) break
                checked.addAndGet(count.toLong())
            }
            nanos = System.nanoTime() - start
        }

    private companion object {
        const val CLAIM = 64 * 1024

        fun level(into: AtomicLong, outOf: AtomicLong, ring: ByteRing): Double {
            val after = outOf.get() // first, else it could seem to be ahead
            return ((into.get() - after).toDouble() / ring.capacity()).coerceIn(0.0, 1.0)
        }
    }
}

/** Bytes without pattern, eight at a time: Marsaglia's xorshift. */
class RandomBytes(seed: Long) {
    private var state = seed or 1

    fun fill(buffer: ByteBuffer) {
        while (buffer.remaining() >= Long.SIZE_BYTES) buffer.putLong(next())
        while (buffer.hasRemaining()) buffer.put(next().toByte())
    }

    private fun next(): Long {
        state = state xor (state shl 13)
        state = state xor (state ushr 7)
        state = state xor (state shl 17)
        return state
    }
}
