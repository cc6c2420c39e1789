package io.bytering.benchmarks.coroutines

import io.bytering.benchmarks.duel.Contestant
import io.bytering.benchmarks.duel.Partner
import io.bytering.benchmarks.duel.Pipe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** As [Pipe], by coroutines. */
interface SuspendingPipe : AutoCloseable {
    suspend fun send(count: Int)

    suspend fun receive(count: Int)

    override fun close() {}
}

/** Two coroutines take turns on the thread that measures. */
class CoroutinesOfOneThread(private val pipe: SuspendingPipe) : Contestant {
    override fun batch(ops: Int) = runBlocking {
        launch { pipe.send(ops) }
        pipe.receive(ops)
    }

    override fun close(): Unit = pipe.close()
}

/** Two coroutines on [Dispatchers.Default]. */
class CoroutinesOfThePool(private val pipe: SuspendingPipe) : Contestant {
    override fun batch(ops: Int) =
        runBlocking(Dispatchers.Default) {
            launch { pipe.send(ops) }
            pipe.receive(ops)
        }

    override fun close(): Unit = pipe.close()
}

/** A thread sends and waits as threads do; a coroutine on [Dispatchers.Default] receives. */
class ThreadToCoroutine(
    private val pipe: SuspendingPipe,
    private val partner: Partner,
    private val send: (Int) -> Unit,
) : Contestant {
    override fun batch(ops: Int) {
        partner.start { send(ops) }
        runBlocking(Dispatchers.Default) { pipe.receive(ops) }
        partner.join()
    }

    override fun close(): Unit = pipe.close()
}
