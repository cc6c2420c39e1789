package io.bytering.benchmarks.coroutines

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
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
    private val chunks = Chunks(chunk)
    private val check = Check(chunk)

    override suspend fun send(count: Int) {
        chunks.each(count) { offset ->
            writer.writeFully(chunks.array, offset, chunk)
        }
    }

    /** The same for a thread. */
    fun sendBlocking(count: Int) {
        chunks.each(count) { offset ->
            blocking.write(chunks.array, offset, chunk)
        }
    }

    override suspend fun receive(count: Int) {
        check.stream(count) { most -> reader.readAvailable(check.bytes, 0, most) }
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
    private val chunks = Chunks(chunk)
    private val check = Check(chunk)

    override suspend fun send(count: Int) {
        chunks.each(count) { offset ->
            writer.awaitClaim(chunk).put(chunks.array, offset, chunk)
            writer.commit(chunk)
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
                    batch.get(check.bytes, 0, chunk)
                    check.message(check.bytes, 0)
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
