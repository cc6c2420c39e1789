@file:JvmName("RingRawSources")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.blocking.BlockingReader
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
import kotlinx.io.RawSource
import kotlinx.io.Source
import kotlinx.io.buffered

/** A source of kotlinx-io that reads from a ring: what [asRawSource] makes. */
public sealed interface RingRawSource : RawSource {
    /** Closes the reader: the ring is abandoned. Idempotent, never waits, any thread. */
    override fun close() {
        close(null)
    }

    /**
     * As [close], with a cause that the writer gets. Of several closes the first one wins.
     *
     * @param cause why; `null` is the same as [close]
     */
    public fun close(cause: Throwable?)
}

/**
 * This reader as a source of kotlinx-io; `buffered()` gives it that library's readers. A read moves
 * what is there, with one copy, and **blocks its thread** until there is at least one byte. For
 * coroutines there is [asSuspendingSource].
 *
 * ```
 * thread {
 *     ring.writer().useSink { sink ->
 *         for (line in lines) sink.writeString("$line\n")
 *     }
 * }
 * return ring.reader().useSource { source ->
 *     generateSequence { source.readLine() }.toList()
 * }
 * ```
 *
 * [useSource] does the buffering and the closing, and tells the writer why it was closed, if
 * something failed. Closing what `buffered()` made closes the reader without a cause.
 *
 * How a read ends that has to wait:
 * - a byte comes, or the stream ends: -1;
 * - the thread is interrupted: [InterruptedIOException]; its interrupt status stays set;
 * - the [timeout] has passed: [RingTimeoutException], which is one as well;
 * - the writer failed: an [IOException][java.io.IOException] with its cause, after the last byte;
 * - [parent] is cancelled, or this call alone, which is a child of it (`parent.cancelChildren()`):
 *   [CancellationException];
 * - the source, or the reader, is closed by another thread: [RingClosedException], which is an
 *   [IllegalStateException], as at every later call. Its cause is that of the close, if any.
 *
 * None of them loses a byte, and the source stays usable, unless it is closed or [parent] is over.
 * An interrupt is noticed only when there is something to wait for; a [parent] that is over by
 * every call.
 *
 * Closing the source closes the reader: the ring is abandoned. It is idempotent, never waits, and
 * is the one thing that may be done from any thread.
 *
 * @param strategy how to wait; default: spin a little, then park, or just yield if the ring was
 *   built with `signals(false)`
 * @param timeout how long one wait may take; zero: not at all; default: no limit
 * @param parent the job that a waiting read is a child of: the job waits for it, and cancels it. A
 *   job that is over lets no call begin
 * @return a new view; only one view of a half may wait at a time
 * @throws IllegalArgumentException if [timeout] is negative
 * @throws IllegalStateException if the strategy parks and the ring was built with `signals(false)`
 */
@JvmName("asRawSource") // else it is mangled, for its Duration
public fun RingReader.asRawSource(
    strategy: WaitStrategy = if (signals()) WaitStrategy.backOff() else WaitStrategy.yielding(),
    timeout: Duration = Duration.INFINITE,
    parent: Job? = null,
): RingRawSource = ReaderSource(this, strategy, timeout, parent)

/**
 * Runs the block with this reader as a buffered source, then closes the reader. If the block fails,
 * the failure is the cause of the close, and the writer gets it. Closing the source closes only
 * that: code that does so cannot hide its own failure.
 *
 * The parameters, and how reads end, are those of [asRawSource]. The source may read ahead, up to
 * what the ring holds; what it has read ahead when the block ends is lost.
 *
 * @param block reads; the source is valid only within it
 * @return what the block returned
 */
@JvmName("useSource")
@OptIn(ExperimentalContracts::class)
public inline fun <R> RingReader.useSource(
    strategy: WaitStrategy = if (signals()) WaitStrategy.backOff() else WaitStrategy.yielding(),
    timeout: Duration = Duration.INFINITE,
    parent: Job? = null,
    block: (source: Source) -> R,
): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    val source = withoutClose(asRawSource(strategy, timeout, parent)).buffered()
    return closing({ close(it) }) { block(source) }
}

/**
 * Runs the block, then closes this source. If the block fails, the failure is the cause of the
 * close, and the writer gets it.
 *
 * Import it: without, the same call means the standard library's `use`, which closes without a
 * cause.
 *
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> RingRawSource.use(block: (source: RingRawSource) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}

@PublishedApi
internal fun withoutClose(source: RawSource): RawSource =
    object : RawSource by source {
        override fun close() {}
    }

private class ReaderSource(
    private val reader: RingReader,
    private val strategy: WaitStrategy,
    timeout: Duration,
    private val parent: Job?,
) : RingRawSource {
    private val nanos = timeout.inWholeNanoseconds
    private var blocking = newView()
    private var job = ParentJob(parent, blocking::stopWaiting)

    private fun newView() = BlockingReader.of(reader, strategy).timeout(nanos, NANOSECONDS)

    override fun readAtMostTo(sink: Buffer, byteCount: Long): Long {
        requireCount(byteCount)
        reader.requireOpen()
        job.ensureActive()
        if (byteCount == 0L) return 0
        var count = reader.moveTo(sink, byteCount)
        while (count == 0L) {
            if (!awaitReadable()) return -1
            count = reader.moveTo(sink, byteCount)
        }
        return count
    }

    private fun awaitReadable(): Boolean {
        if (job.isSpent) {
            blocking = newView()
            job = ParentJob(parent, blocking::stopWaiting)
        }
        return try {
            job.during { blocking.awaitReadable(1) }
        } catch (e: ClosedChannelException) {
            throw RingClosedException("reader", reader.closeCause()).apply { addSuppressed(e) }
        }
    }

    override fun close(cause: Throwable?) = reader.close(cause)

    override fun toString() = "RawSource($reader)"
}
