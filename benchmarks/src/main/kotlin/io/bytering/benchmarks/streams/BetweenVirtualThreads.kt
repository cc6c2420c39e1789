package io.bytering.benchmarks.streams

import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.Pipe
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.ThreadFactory

/** One virtual thread sends, another receives: always the same two, as PipedStreams need it. */
class BetweenVirtualThreads(private val pipe: Pipe) : Contestant {
    private val sender = Executors.newSingleThreadExecutor(factory)
    private val receiver = Executors.newSingleThreadExecutor(factory)

    override fun batch(ops: Int) {
        val sent = sender.submit { pipe.send(ops) }
        val received = receiver.submit { pipe.receive(ops) }
        try {
            received.get()
            sent.get()
        } catch (e: ExecutionException) {
            throw IllegalStateException("a virtual thread failed", e.cause)
        }
    }

    override fun close() {
        pipe.close()
        sender.shutdown()
        receiver.shutdown()
    }

    companion object {
        /** Java 21's; this is compiled for 17. */
        private val factory: ThreadFactory? =
            try {
                val builder = Thread::class.java.getMethod("ofVirtual").invoke(null)
                Class.forName("java.lang.Thread\$Builder").getMethod("factory").invoke(builder)
                    as ThreadFactory
            } catch (_: NoSuchMethodException) {
                null
            }

        val isSupported: Boolean = factory != null
    }
}
