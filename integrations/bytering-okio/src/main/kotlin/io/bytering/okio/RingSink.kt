package io.bytering.okio

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingWriter
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy
import java.nio.channels.ClosedChannelException
import java.util.concurrent.TimeUnit.NANOSECONDS
import okio.Buffer
import okio.Sink
import okio.Timeout

internal class RingSink(private val writer: RingWriter, strategy: WaitStrategy) : Sink {
    private val blocking = BlockingWriter.of(writer, strategy)
    private val cursor = Buffer.UnsafeCursor()
    val limits = Limits()

    /** By [close]; the writer may be closed without. */
    @Volatile
    var isClosed = false
        private set

    override fun write(source: Buffer, byteCount: Long) {
        begin(source, byteCount)
        var left = byteCount
        while (left > 0) {
            val count = step(source, left)
            left -= count
            if (left > 0) goOn(count)
        }
    }

    override fun flush() {
        requireOpen()
        if (hasLostBytes()) throw abandoned()
    }

    /** The writer is closed whatever is thrown. */
    override fun close() {
        if (isClosed) return
        val lost = !writer.isClosed && hasLostBytes()
        isClosed = true
        writer.close()
        if (lost) throw abandoned()
    }

    override fun timeout(): Timeout = limits

    // ------------------------------------------------------------------ a write, in its parts

    fun begin(source: Buffer, byteCount: Long) {
        require(byteCount in 0..source.size) {
            "byteCount must be in 0..${source.size}, the size of the source: $byteCount"
        }
        requireOpen()
        limits.begin()
    }

    fun requireOpen() {
        check(!isClosed) { "closed" }
        if (writer.isClosed) throw writer.closedElsewhere()
    }

    /** Moves what fits without waiting, of the first segment. */
    fun step(source: Buffer, byteCount: Long): Int =
        try {
            writer.moveFrom(source, byteCount, cursor)
        } catch (e: RingClosedException) {
            throw writer.closedElsewhere().apply { addSuppressed(e) }
        } catch (e: RingAbandonedException) {
            throw e.orCanceled()
        }

    /** After a step that moved [count] bytes, when there are more: waits if it was full. */
    fun goOn(count: Int) {
        if (count > 0) {
            limits.check()
            return
        }
        try {
            limits.during {
                blocking.awaitWritable(1, it, NANOSECONDS)
            } // the next step tells if the reader is gone
        } catch (e: ClosedChannelException) {
            throw writer.closedElsewhere().apply { addSuppressed(e) }
        }
    }

    private fun hasLostBytes() = writer.isAbandoned && writer.statistics().level() > 0

    private fun abandoned() = RingAbandonedException(writer.failure()).orCanceled()

    override fun toString() = "Sink($writer)"
}
