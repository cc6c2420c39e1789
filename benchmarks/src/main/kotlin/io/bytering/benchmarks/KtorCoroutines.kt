package io.bytering.benchmarks

import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.jvm.javaio.toOutputStream
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.writeFully

/** Ktor's channel of bytes, flushed when it wants to be (at 1 MiB) and at the end. */
class KtorCoroutines(private val chunk: Int) : SuspendingPipe {
    private val channel = ByteChannel()
    private val output = channel.toOutputStream()
    private val pattern = Pattern.array(chunk)
    private val step = Pattern.step(chunk)
    private val bytes = ByteArray(chunk)
    private val check = Check(chunk)

    override suspend fun send(count: Int) {
        var offset = 0
        repeat(count) {
            channel.writeFully(pattern, offset, offset + chunk)
            offset = Pattern.next(offset, step)
        }
        channel.flush()
    }

    /** The same for a thread. */
    fun sendBlocking(count: Int) {
        var offset = 0
        repeat(count) {
            output.write(pattern, offset, chunk)
            offset = Pattern.next(offset, step)
        }
        output.flush()
    }

    override suspend fun receive(count: Int) {
        check.begin()
        var left = count.toLong() * chunk
        while (left > 0) {
            val read = channel.readAvailable(bytes, 0, minOf(chunk.toLong(), left).toInt())
            check.piece(bytes, read)
            left -= read
        }
        check.end(count)
    }
}
