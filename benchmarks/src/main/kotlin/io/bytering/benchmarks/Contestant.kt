package io.bytering.benchmarks

/** One of the two that a duel compares. All its calls come from the same thread. */
interface Contestant : AutoCloseable {
    /** Before a round of its own; not measured. */
    fun beginRound() {}

    /**
     * Does [ops] operations, from the first to the last, and leaves nothing moving. Throws if a
     * byte is missing or wrong.
     */
    fun batch(ops: Int)

    /** After a round of its own; not measured. From here on it uses no core. */
    fun endRound() {}

    override fun close() {}
}

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

/** A message goes to another thread, and another one comes back. */
class RoundTrip(private val there: Pipe, private val back: Pipe, private val partner: Partner) :
    Contestant {
    @Volatile private var over = false

    override fun beginRound() {
        over = false
        partner.start {
            do {
                there.receive(1)
                val last = over
                back.send(1)
            } while (!last)
        }
    }

    override fun batch(ops: Int) {
        repeat(ops) {
            there.send(1)
            back.receive(1)
        }
    }

    override fun endRound() {
        over = true
        batch(1)
        partner.join()
    }

    override fun close() {
        there.close()
        back.close()
    }
}

/** The partner sleeps until a message comes. */
class WakeUp(private val pipe: Pipe, private val partner: Partner) : Contestant {
    @Volatile private var arrived = 0L
    @Volatile private var last = Long.MAX_VALUE
    private var sent = 0L

    override fun beginRound() {
        last = Long.MAX_VALUE
        partner.start {
            do {
                pipe.receive(1)
                val count = arrived + 1
                val over = count == last
                arrived = count
            } while (!over)
        }
    }

    override fun batch(ops: Int) {
        repeat(ops) {
            sent++
            pipe.send(1)
            while (arrived != sent) Thread.onSpinWait()
        }
    }

    override fun endRound() {
        last = sent + 1
        batch(1)
        partner.join()
    }

    override fun close(): Unit = pipe.close()
}
