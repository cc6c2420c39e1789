package io.bytering.coroutines

import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.RingTimeoutException
import io.bytering.blocking.WaitStrategy
import java.io.InterruptedIOException
import java.nio.channels.ClosedChannelException
import java.util.concurrent.TimeUnit.NANOSECONDS
import kotlin.time.Duration
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.io.Buffer
import kotlinx.io.RawSource

/**
 * This reader as a source of kotlinx-io; `buffered()` gives it that library's readers. A read moves
 * what is there, with one copy, and **blocks its thread** until there is at least one byte. For
 * coroutines there is [asSuspendingSource].
 *
 * ```
 * thread {
 *     ring.writer().asRawSink().buffered().use { sink ->
 *         for (line in lines) sink.writeString("$line\n")
 *     }
 * }
 * return ring.reader().asRawSource().buffered().use { source ->
 *     generateSequence { source.readLine() }.toList()
 * }
 * ```
 *
 * How a read ends that has to wait:
 * - a byte comes, or the stream ends: -1;
 * - the thread is interrupted: [InterruptedIOException]; its interrupt status stays set;
 * - the [timeout] has passed: [RingTimeoutException], which is one as well;
 * - [parent] is cancelled: [CancellationException];
 * - the source, or the reader, is closed by another thread: [RingClosedException], which is an
 *   [IllegalStateException], as at every later call.
 *
 * None of them loses a byte, and all but the last leave the source usable. An interrupt is noticed
 * only when there is something to wait for; a cancelled [parent] by every call.
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
public fun RingReader.asRawSource(
    strategy: WaitStrategy = if (signals()) WaitStrategy.backOff() else WaitStrategy.yielding(),
    timeout: Duration = Duration.INFINITE,
    parent: Job? = null,
): RawSource {
    val blocking = BlockingReader.of(this, strategy)
    return RingRawSource(blocking.timeout(timeout.inWholeNanoseconds, NANOSECONDS), parent)
}

private class RingRawSource(private val blocking: BlockingReader, parent: Job?) : RawSource {
    private val reader = blocking.reader()
    private val job = ParentJob(parent, blocking::stopWaiting)

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

    private fun awaitReadable(): Boolean =
        try {
            job.during { blocking.awaitReadable(1) }
        } catch (e: ClosedChannelException) {
            throw RingClosedException("reader").initCause(e)
        }

    override fun close() = blocking.close()

    override fun toString() = "RawSource($reader)"
}
