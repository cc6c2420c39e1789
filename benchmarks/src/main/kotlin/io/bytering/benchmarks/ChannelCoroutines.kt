package io.bytering.benchmarks

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.trySendBlocking

/**
 * Chunks through kotlinx's Channel, each an array of its own that then belongs to its receiver, who
 * need not copy it. The channel takes as many as a ring of [capacity] bytes.
 */
class ChannelCoroutines(capacity: Int, private val chunk: Int) : SuspendingPipe {
    private val channel = Channel<ByteArray>((capacity / chunk).coerceAtLeast(1))
    private val pattern = Pattern.array(chunk)
    private val step = Pattern.step(chunk)
    private val check = Check(chunk)

    override suspend fun send(count: Int) {
        var offset = 0
        repeat(count) {
            channel.send(pattern.copyOfRange(offset, offset + chunk))
            offset = Pattern.next(offset, step)
        }
    }

    /** The same for a thread. */
    fun sendBlocking(count: Int) {
        var offset = 0
        repeat(count) {
            channel.trySendBlocking(pattern.copyOfRange(offset, offset + chunk)).getOrThrow()
            offset = Pattern.next(offset, step)
        }
    }

    override suspend fun receive(count: Int) {
        check.begin()
        repeat(count) { check.message(channel.receive(), 0) }
        check.end(count)
    }
}
