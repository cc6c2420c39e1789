package io.bytering.okio

import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.WaitStrategy
import java.io.IOException
import java.nio.channels.ClosedChannelException
import java.util.concurrent.TimeUnit.NANOSECONDS
import okio.Buffer
import okio.Source
import okio.Timeout

internal class RingSource(private val reader: RingReader, strategy: WaitStrategy) : Source {
    private val blocking = BlockingReader.of(reader, strategy)
    private val limits = Limits()
    private val cursor = Buffer.UnsafeCursor()

    /** By [close]; the reader may be closed without. */
    @Volatile private var closed = false

    override fun read(sink: Buffer, byteCount: Long): Long {
        require(byteCount >= 0) { "byteCount must not be negative: $byteCount" }
        check(!closed) { "closed" }
        if (reader.isClosed) throw reader.closedElsewhere()
        limits.begin()
        if (byteCount == 0L) return 0
        try {
            while (true) {
                val count = reader.moveTo(sink, byteCount, cursor)
                if (count > 0) return count
                // after a wait a lossy reader may find nothing, and waits again
                if (!limits.during { blocking.awaitReadable(1, it, NANOSECONDS) }) return -1
            }
        } catch (e: RingClosedException) {
            throw reader.closedElsewhere().apply { addSuppressed(e) }
        } catch (e: ClosedChannelException) {
            throw reader.closedElsewhere().apply { addSuppressed(e) }
        } catch (e: IOException) {
            throw e.orCanceled()
        }
    }

    override fun timeout(): Timeout = limits

    override fun close() {
        closed = true
        reader.close()
    }

    override fun toString() = "Source($reader)"
}
