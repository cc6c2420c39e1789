@file:JvmName("RingOkio")

package io.bytering.okio

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.DuplexPipe
import io.bytering.blocking.WaitStrategy
import okio.Sink
import okio.Socket
import okio.Source

/**
 * This reader as a source of okio; `buffer()` gives it that library's readers. A read moves what is
 * there, with one copy, and blocks its thread until there is at least one byte.
 *
 * How a read ends that has to wait:
 * - a byte comes, or the stream ends: -1;
 * - its `timeout()`, its deadline or an interrupt ends it:
 *   [InterruptedIOException][java.io.InterruptedIOException]; the thread's interrupt status stays
 *   set;
 * - the writer failed: an [IOException][java.io.IOException] with its cause, after the last byte;
 * - the reader is closed by another thread: an [IOException][java.io.IOException].
 *
 * None of them loses a byte. As everywhere in okio, a read also looks at the deadline and the
 * interrupt before it moves anything, `timeout().cancel()` lifts both limits for the read under
 * way, and a read after the source's own close throws an [IllegalStateException].
 *
 * Closing the source closes the reader: the ring is abandoned. It is idempotent, never waits, and
 * may come from any thread. All else is for one thread at a time.
 *
 * @param strategy how to wait; default: spin a little, then park, or just yield if the ring was
 *   built with `signals(false)`
 * @return a new view; only one view of a half may wait at a time
 * @throws IllegalStateException if the strategy parks and the ring was built with `signals(false)`
 */
@JvmOverloads
public fun RingReader.asSource(strategy: WaitStrategy = waiting(signals())): Source =
    RingSource(this, strategy)

/**
 * This writer as a sink of okio; `buffer()` gives it that library's writers. A write moves all of
 * its bytes, with one copy, and blocks its thread as often as there is no room.
 *
 * How a write ends that has to wait:
 * - there is room for all of it;
 * - the reader is closed, or was before:
 *   [RingAbandonedException][io.bytering.RingAbandonedException], an `IOException`, with the
 *   reader's cause;
 * - its `timeout()`, its deadline or an interrupt ends it, as a read of [asSource];
 * - the writer is closed by another thread: an [IOException][java.io.IOException].
 *
 * After each of them the bytes that were written have left the buffer they came from, and the rest
 * is still there. The `timeout()` is for each wait, the deadline for the whole call, and for all
 * calls until it is cleared. A write after the sink's own close throws an [IllegalStateException].
 *
 * The sink holds nothing back. Its `flush`, and its `close`, throw if the reader was closed before
 * it had read everything. Closing the sink closes the writer, also then: the end of the stream. It
 * is idempotent, never waits, and may come from any thread. All else is for one thread at a time.
 *
 * Code that closes the sink when it fails, as `use` does, ends the stream as if it were whole.
 * [useSink] tells the reader of the failure.
 *
 * @param strategy as that of [asSource]
 * @return a new view; only one view of a half may wait at a time
 * @throws IllegalStateException if the strategy parks and the ring was built with `signals(false)`
 */
@JvmOverloads
public fun RingWriter.asSink(strategy: WaitStrategy = waiting(signals())): Sink =
    RingSink(this, strategy)

/**
 * This end as a socket of okio: [asSource] of what it reads, [asSink] of what it writes. Its
 * `cancel()` closes the end from any thread: calls under way and later ones throw an
 * [IOException][java.io.IOException]; the other end's reads do so after the bytes that were
 * written.
 *
 * @return a new socket; its source and its sink are for one thread each, and replace the end's
 *   `reader()` and `writer()`
 */
public fun DuplexPipe.End.asSocket(): Socket = EndSocket(this)

private class EndSocket(private val end: DuplexPipe.End) : Socket {
    override val source = end.reader().reader().asSource()
    override val sink = end.writer().writer().asSink()

    override fun cancel() = end.cancel()

    override fun toString() = "Socket($end)"
}

internal fun waiting(signals: Boolean): WaitStrategy =
    if (signals) WaitStrategy.backOff() else WaitStrategy.yielding()
