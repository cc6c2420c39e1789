package io.bytering.benchmarks

import io.bytering.ByteRing
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.awaitClaim
import io.bytering.coroutines.awaitPeek
import io.bytering.coroutines.readAvailable
import io.bytering.coroutines.writeFully

/** A stream through a ring, by coroutines, copied in and out of arrays. */
class RingCoroutines(ring: ByteRing, private val chunk: Int) : SuspendingPipe {
    private val writer = ring.writer()
    private val reader = ring.reader()
    private val blocking = BlockingWriter.of(writer)
    private val pattern = Pattern.array(chunk)
    private val step = Pattern.step(chunk)
    private val bytes = ByteArray(chunk)
    private val check = Check(chunk)

    override suspend fun send(count: Int) {
        var offset = 0
        repeat(count) {
            writer.writeFully(pattern, offset, chunk)
            offset = Pattern.next(offset, step)
        }
    }

    /** The same for a thread. */
    fun sendBlocking(count: Int) {
        var offset = 0
        repeat(count) {
            blocking.write(pattern, offset, chunk)
            offset = Pattern.next(offset, step)
        }
    }

    override suspend fun receive(count: Int) {
        check.begin()
        var left = count.toLong() * chunk
        while (left > 0) {
            val read = reader.readAvailable(bytes, 0, minOf(chunk.toLong(), left).toInt())
            check.piece(bytes, read)
            left -= read
        }
        check.end(count)
    }

    override fun close() {
        writer.close()
        reader.close()
    }
}

/** Chunks made in place, and looked at in place. */
class RingInPlace(ring: ByteRing, private val chunk: Int) : SuspendingPipe {
    private val writer = ring.writer()
    private val reader = ring.reader()
    private val pattern = Pattern.array(chunk)
    private val step = Pattern.step(chunk)
    private val bytes = ByteArray(chunk)
    private val check = Check(chunk)

    override suspend fun send(count: Int) {
        var offset = 0
        repeat(count) {
            writer.awaitClaim(chunk).put(pattern, offset, chunk)
            writer.commit(chunk)
            offset = Pattern.next(offset, step)
        }
    }

    override suspend fun receive(count: Int) {
        check.begin()
        var left = count
        while (left > 0) {
            val batch = checkNotNull(reader.awaitPeek(chunk)) { "the stream ended" }
            val messages = minOf(left, batch.remaining() / chunk)
            repeat(messages) {
                val start = batch.position()
                if (Check.careful) {
                    batch.get(bytes, 0, chunk)
                    check.message(bytes, 0)
                } else {
                    check.piece(batch.get(start), batch.get(start + chunk - 1), chunk)
                    batch.position(start + chunk)
                }
            }
            reader.consume(messages * chunk)
            left -= messages
        }
        check.end(count)
    }

    override fun close() {
        writer.close()
        reader.close()
    }
}
