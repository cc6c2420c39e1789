@file:JvmName("DuplexRings")

package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.RingWriter

/**
 * Two connected ends, an in-memory socket: what is written at one is read at the other, both ways
 * at once.
 *
 * @param capacity the room in each direction, in bytes, from 1 to [ByteRing.MAX_CAPACITY]
 * @return both ends, to be taken apart: `val (client, server) = duplexRing(65536)`; in Java,
 *   `DuplexRings.ofCapacity(65536)`
 * @throws IllegalArgumentException if [capacity] is outside that range
 */
@JvmName("ofCapacity")
public fun duplexRing(capacity: Int): DuplexRing {
    val there = ByteRing.ofCapacity(capacity)
    val back = ByteRing.ofCapacity(capacity)
    return DuplexRing(
        DuplexEnd(back.reader(), there.writer()),
        DuplexEnd(there.reader(), back.writer()),
    )
}

/** What [duplexRing] makes: two ends that are alike. */
public class DuplexRing
internal constructor(
    /** One end. */
    public val first: DuplexEnd,
    /** The other end. */
    public val second: DuplexEnd,
) : AutoCloseable {
    /** The [first] end. */
    public operator fun component1(): DuplexEnd = first

    /** The [second] end. */
    public operator fun component2(): DuplexEnd = second

    /** Closes both ends. Idempotent, never waits, any thread. */
    override fun close() {
        close(null)
    }

    /**
     * As [close], with a cause that everyone gets who uses a half of this ring, as
     * [DuplexEnd.close] tells. Of several closes the first one wins.
     *
     * @param cause why; `null` is the same as [close]
     */
    public fun close(cause: Throwable?) {
        allOf({ first.close(cause) }, { second.close(cause) })
    }

    override fun toString(): String = "DuplexRing[$first, $second]"
}

/**
 * One end of a [DuplexRing]. Its halves are those of two rings and know nothing of each other: one
 * coroutine or thread may read while another writes, and each may be closed alone. Closing only the
 * [writer] says that no more will come, and leaves the answer to be read.
 */
public class DuplexEnd
internal constructor(
    /** What the other end writes. */
    public val reader: RingReader,
    /** What the other end reads. */
    public val writer: RingWriter,
) : AutoCloseable {
    /**
     * The end of the stream for the other end, which also sees that this end no longer reads.
     * Idempotent, never waits, any thread.
     */
    override fun close() {
        close(null)
    }

    /**
     * As [close], with a cause that both ends get: the other one as [RingWriter.close] and
     * [RingReader.close] tell, and a call that waits at this one as the cause of its
     * [RingClosedException][io.bytering.RingClosedException]. Of several closes the first one wins.
     *
     * Both halves are closed, also when a waiter that one of them wakes throws; that is thrown when
     * all is done.
     *
     * @param cause why; `null` is the same as [close]
     */
    public fun close(cause: Throwable?) {
        allOf({ writer.close(cause) }, { reader.close(cause) })
    }

    override fun toString(): String =
        "DuplexEnd[reader ${word(reader.isClosed)}, writer ${word(writer.isClosed)}]"

    private fun word(closed: Boolean) = if (closed) "closed" else "open"
}
