package io.bytering.benchmarks.coroutines

import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.trySendBlocking

/**
 * Chunks through kotlinx's Channel, each an array of its own that then belongs to its receiver, who
 * need not copy it. The channel takes as many as a ring of [capacity] bytes.
 */
class ChannelCoroutines(capacity: Int, private val chunk: Int) : SuspendingPipe {
    private val channel = Channel<ByteArray>((capacity / chunk).coerceAtLeast(1))
    private val chunks = Chunks(chunk)
    private val check = Check(chunk)

    override suspend fun send(count: Int) {
        chunks.each(count) { offset ->
            channel.send(chunks.array.copyOfRange(offset, offset + chunk))
        }
    }

    /** The same for a thread. */
    fun sendBlocking(count: Int) {
        chunks.each(count) { offset ->
            channel.trySendBlocking(chunks.array.copyOfRange(offset, offset + chunk)).getOrThrow()
        }
    }

    override suspend fun receive(count: Int) {
        check.begin()
        repeat(count) { check.message(channel.receive(), 0) }
        check.end(count)
    }
}
