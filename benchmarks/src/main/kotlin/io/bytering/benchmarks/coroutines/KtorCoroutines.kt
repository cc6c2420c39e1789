package io.bytering.benchmarks.coroutines

import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.jvm.javaio.toOutputStream
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.writeFully

/** Ktor's channel of bytes, flushed when it wants to be (at 1 MiB) and at the end. */
class KtorCoroutines(private val chunk: Int) : SuspendingPipe {
    private val channel = ByteChannel()
    private val output = channel.toOutputStream()
    private val chunks = Chunks(chunk)
    private val check = Check(chunk)

    override suspend fun send(count: Int) {
        chunks.each(count) { offset ->
            channel.writeFully(chunks.array, offset, offset + chunk)
        }
        channel.flush()
    }

    /** The same for a thread. */
    fun sendBlocking(count: Int) {
        chunks.each(count) { offset ->
            output.write(chunks.array, offset, chunk)
        }
        output.flush()
    }

    override suspend fun receive(count: Int) {
        check.stream(count) { most -> channel.readAvailable(check.bytes, 0, most) }
    }
}
