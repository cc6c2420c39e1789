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
import kotlin.time.Duration
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.io.Buffer
import kotlinx.io.RawSink

/**
 * This writer as a sink of kotlinx-io; `buffered()` gives it that library's writers. A write moves
 * all of its bytes, with one copy, and **blocks its thread** as often as there is no room. For
 * coroutines there is [asSuspendingSink].
 *
 * How a write ends that has to wait:
 * - there is room for all of it;
 * - the reader is closed, or was before: [RingAbandonedException], an `IOException`;
 * - the thread is interrupted: [InterruptedIOException]; its interrupt status stays set;
 * - the [timeout] has passed: [RingTimeoutException], which is one as well;
 * - [parent] is cancelled: [CancellationException];
 * - the sink, or the writer, is closed by another thread: [RingClosedException], which is an
 *   [IllegalStateException], as at every later call.
 *
 * After each of them, the bytes that were written have left the buffer they came from, and the rest
 * is still there; `bytesTransferred` of an [InterruptedIOException] counts them too. So an
 * interrupted, timed-out or cancelled write may be taken up again. An interrupt is noticed only
 * when there is something to wait for; a cancelled [parent] by every write.
 *
 * The sink holds nothing back: what was written is readable, and `flush` has nothing to do. Closing
 * the sink closes the writer: the end of the stream. It is idempotent, never waits, and is the one
 * thing that may be done from any thread. (Closing a `buffered()` sink first writes what that holds
 * back, and so may wait; a reader that is gone ends it, with an exception.)
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
public fun RingWriter.asRawSink(
    strategy: WaitStrategy = if (signals()) WaitStrategy.backOff() else WaitStrategy.yielding(),
    timeout: Duration = Duration.INFINITE,
    parent: Job? = null,
): RawSink {
    val blocking = BlockingWriter.of(this, strategy)
    return RingRawSink(blocking.timeout(timeout.inWholeNanoseconds, NANOSECONDS), parent)
}

private class RingRawSink(private val blocking: BlockingWriter, parent: Job?) : RawSink {
    private val writer = blocking.writer()
    private val job = ParentJob(parent, blocking::stopWaiting)

    override fun write(source: Buffer, byteCount: Long) {
        requireCount(byteCount, source)
        writer.requireOpen()
        job.ensureActive()
        var left = byteCount
        try {
            while (left > 0) {
                val count = writer.moveFrom(source, left)
                left -= count
                if (count == 0) job.during { blocking.awaitWritable(1) }
            }
        } catch (e: InterruptedIOException) {
            e.bytesTransferred = (byteCount - left).coerceAtMost(Int.MAX_VALUE.toLong()).toInt()
            throw e
        } catch (e: ClosedChannelException) {
            throw RingClosedException("writer").initCause(e)
        }
    }

    override fun flush() = writer.requireOpen()

    override fun close() = blocking.close()

    override fun toString() = "RawSink($writer)"
}
