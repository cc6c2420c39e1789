package io.bytering.benchmarks.streams

import io.bytering.benchmarks.duel.Pipe

/** The kernel's pipe, as the JDK offers it. */
class NioPipe(chunk: Int) : Pipe {
    private val pipe = java.nio.channels.Pipe.open()
    private val chunks = DirectChunks(chunk)

    override fun send(count: Int): Unit = chunks.send(count, pipe.sink())

    override fun receive(count: Int): Unit = chunks.receive(count, pipe.source())

    override fun close() {
        pipe.sink().close()
        pipe.source().close()
    }
}
