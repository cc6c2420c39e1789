package io.bytering.benchmarks.duel

/**
 * Something that messages, or chunks of a stream, go into at one end and come out of at the other.
 * Each end has a thread.
 */
interface Pipe : AutoCloseable {
    /** Copies [count] messages in: those of the [Pattern], from its start. */
    fun send(count: Int)

    /** Takes [count] messages, and hands each to a [Check]. */
    fun receive(count: Int)

    override fun close() {}
}

/** One thread sends, another receives. */
class BetweenThreads(private val pipe: Pipe, private val partner: Partner) : Contestant {
    override fun batch(ops: Int) {
        partner.start { pipe.send(ops) }
        pipe.receive(ops)
        partner.join()
    }

    override fun close(): Unit = pipe.close()
}

/** The same thread sends a few, and receives them. */
class OnOneThread(private val pipe: Pipe, private val burst: Int) : Contestant {
    override fun batch(ops: Int) {
        repeat(ops / burst) {
            pipe.send(burst)
            pipe.receive(burst)
        }
        pipe.send(ops % burst)
        pipe.receive(ops % burst)
    }

    override fun close(): Unit = pipe.close()
}
