@file:JvmName("RingRawSinks")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingWriter
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.RingTimeoutException
import io.bytering.blocking.WaitStrategy
import java.io.InterruptedIOException
import java.nio.channels.ClosedChannelException
import java.util.concurrent.TimeUnit.NANOSECONDS
import kotlin.contracts.ExperimentalContracts
import kotlin.contracts.InvocationKind
import kotlin.contracts.contract
import kotlin.time.Duration
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlinx.io.Sink
import kotlinx.io.buffered

/** A sink of kotlinx-io that writes into a ring: what [asRawSink] makes. */
public sealed interface RingRawSink : RawSink {
    /** The end of the stream: closes the writer. Idempotent, never waits, any thread. */
    override fun close() {
        close(null)
    }

    /**
     * As [close], but if there is a cause, the stream did not end: it failed. The reader gets the
     * cause, after the last byte. Of several closes the first one wins.
     *
     * @param cause why; `null` is the same as [close]
     */
    public fun close(cause: Throwable?)
}

/**
 * This writer as a sink of kotlinx-io; `buffered()` gives it that library's writers. A write moves
 * all of its bytes, with one copy, and **blocks its thread** as often as there is no room. For
 * coroutines there is [asSuspendingSink].
 *
 * How a write ends that has to wait:
 * - there is room for all of it;
 * - the reader is closed, or was before: [RingAbandonedException], an `IOException`, with the
 *   reader's cause;
 * - the thread is interrupted: [InterruptedIOException]; its interrupt status stays set;
 * - the [timeout] has passed: [RingTimeoutException], which is one as well;
 * - [parent] is cancelled, or this call alone, which is a child of it (`parent.cancelChildren()`):
 *   [CancellationException];
 * - the sink, or the writer, is closed by another thread: [RingClosedException], which is an
 *   [IllegalStateException], as at every later call. Its cause is that of the close, if any.
 *
 * After each of them, the bytes that were written have left the buffer they came from, and the rest
 * is still there; `bytesTransferred` of an [InterruptedIOException] counts them too. So an
 * interrupted, timed-out or cancelled write may be taken up again, unless [parent] is over. An
 * interrupt is noticed only when there is something to wait for; a [parent] that is over by every
 * write.
 *
 * The sink holds nothing back: what was written is readable, and `flush` has nothing to do. Closing
 * the sink closes the writer: the end of the stream. It is idempotent, never waits, and is the one
 * thing that may be done from any thread. (Closing a `buffered()` sink first writes what that holds
 * back, and so may wait; a reader that is gone ends it, with an exception.)
 *
 * Closing what `buffered()` made, as the `use` of the standard library does also when its block has
 * failed, is the end of the stream: the reader then takes a part for the whole. So write within
 * [useSink], which does the buffering and the closing, and tells a failure as such.
 *
 * @param strategy how to wait; default: spin a little, then park, or just yield if the ring was
 *   built with `signals(false)`
 * @param timeout how long one wait may take; zero: not at all; default: no limit. A write of many
 *   bytes may wait often
 * @param parent the job that a waiting write is a child of: the job waits for it, and cancels it. A
 *   job that is over lets no write begin
 * @return a new view; only one view of a half may wait at a time
 * @throws IllegalArgumentException if [timeout] is negative
 * @throws IllegalStateException if the strategy parks and the ring was built with `signals(false)`
 */
@JvmName("asRawSink") // else it is mangled, for its Duration
public fun RingWriter.asRawSink(
    strategy: WaitStrategy = if (signals()) WaitStrategy.backOff() else WaitStrategy.yielding(),
    timeout: Duration = Duration.INFINITE,
    parent: Job? = null,
): RingRawSink = WriterSink(this, strategy, timeout, parent)

/**
 * Runs the block with this writer as a buffered sink, flushes it and closes the writer, which is
 * the end of the stream. If the block or the flush fails, the failure is the cause of the close
 * instead, and the reader gets it, after the bytes that were in the ring by then; what the sink
 * held back is lost. Closing the sink flushes it and is not the end of the stream, so code that
 * fails, and closes what it was given on the way out, leaves no half stream that looks like a whole
 * one.
 *
 * The parameters, and how writes end, are those of [asRawSink]. In a coroutine give its job as
 * [parent], so that its cancellation ends a write that waits.
 *
 * @param block writes; the sink is valid only within it
 * @return what the block returned
 */
@JvmName("useSink")
@OptIn(ExperimentalContracts::class)
public inline fun <R> RingWriter.useSink(
    strategy: WaitStrategy = if (signals()) WaitStrategy.backOff() else WaitStrategy.yielding(),
    timeout: Duration = Duration.INFINITE,
    parent: Job? = null,
    block: (sink: Sink) -> R,
): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    val sink = withoutClose(asRawSink(strategy, timeout, parent)).buffered()
    return closing({ close(it) }) {
        closing({ failure -> if (failure == null) sink.close() }) { block(sink) }
    }
}

/**
 * Runs the block, then closes this sink, which is the end of the stream. If the block fails, the
 * failure is the cause of the close, so the reader does not take a part for the whole.
 *
 * Import it: without, the same call means the standard library's `use`, which closes without a
 * cause.
 *
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> RingRawSink.use(block: (sink: RingRawSink) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}

@PublishedApi
internal fun withoutClose(sink: RawSink): RawSink =
    object : RawSink by sink {
        override fun close() {}
    }

private class WriterSink(
    private val writer: RingWriter,
    private val strategy: WaitStrategy,
    timeout: Duration,
    private val parent: Job?,
) : RingRawSink {
    private val nanos = timeout.inWholeNanoseconds
    private var blocking = newView()
    private var job = ParentJob(parent, blocking::stopWaiting)

    private fun newView() = BlockingWriter.of(writer, strategy).timeout(nanos, NANOSECONDS)

    override fun write(source: Buffer, byteCount: Long) {
        requireCount(byteCount, source)
        writer.requireOpen()
        job.ensureActive()
        var left = byteCount
        try {
            while (left > 0) {
                val count = writer.moveFrom(source, left)
                left -= count
                if (count == 0) awaitWritable()
            }
        } catch (e: InterruptedIOException) {
            e.bytesTransferred = (byteCount - left).coerceAtMost(Int.MAX_VALUE.toLong()).toInt()
            throw e
        } catch (e: ClosedChannelException) {
            throw RingClosedException("writer", writer.closeCause()).apply { addSuppressed(e) }
        }
    }

    private fun awaitWritable() {
        if (job.isSpent) {
            blocking = newView()
            job = ParentJob(parent, blocking::stopWaiting)
        }
        job.during { blocking.awaitWritable(1) }
    }

    override fun flush() = writer.requireOpen()

    override fun close(cause: Throwable?) = writer.close(cause)

    override fun toString() = "RawSink($writer)"
}
