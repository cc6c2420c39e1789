@file:JvmName("RingKtor")
@file:JvmSynthetic

package io.bytering.ktor

import io.bytering.RingReader
import io.bytering.RingWriter
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ByteWriteChannel

/**
 * This reader as a channel that Ktor reads from, for one coroutine at a time. It suspends until
 * there are bytes, and blocks no thread; its writer may be a thread, a coroutine or anything else.
 *
 * The channel holds what it has taken out of the ring and nobody has read yet, at most as much as
 * the ring itself.
 *
 * How it ends:
 * - the writer closes: the end of the stream, after the last byte;
 * - the writer fails: after the last byte its cause is thrown, and is the [closedCause]
 *   [ByteReadChannel.closedCause]: in an [ClosedByteChannelException]
 *   [io.ktor.utils.io.ClosedByteChannelException], or in a `CancellationException` if it is one;
 * - `cancel(cause)`: the reader is closed with that cause, which the writer gets. Any thread.
 *
 * At each end the reader is closed. A cancelled wait loses nothing.
 *
 * After a wait that has brought few bytes the channel lets other coroutines run, as long as that
 * brings more: so a response of many short rows is sent in large pieces. It never waits for bytes
 * that may not come.
 *
 * @return a new channel, which takes this reader over
 */
public fun RingReader.asByteReadChannel(): ByteReadChannel = RingByteReadChannel(this)

/**
 * This writer as a channel that Ktor writes to, for one coroutine at a time. It suspends while
 * there is no room, and blocks no thread; its reader may be a thread, a coroutine or anything else.
 *
 * What is written is in the ring after a `flush()`, which is where the coroutine suspends. Ktor's
 * functions flush by themselves when 1 MiB was written, so that many short writes cost few
 * wake-ups; with [autoFlush] after each write.
 *
 * How it ends:
 * - `flushAndClose()`: the end of the stream. If it is cancelled while it waits for room, the
 *   stream did not end: the reader gets the cause;
 * - `cancel(cause)`: the writer is closed with that cause, which the reader gets after the last
 *   byte that was flushed; without one, with an `IOException`. Any thread;
 * - the reader is closed: the channel is closed for writing, and what uses it throws an
 *   `IOException`; the reader's cause is in it.
 *
 * @param autoFlush whether Ktor's functions flush after each write: where somebody waits for an
 *   answer
 * @return a new channel, which takes this writer over
 */
public fun RingWriter.asByteWriteChannel(autoFlush: Boolean = false): ByteWriteChannel =
    RingByteWriteChannel(this, autoFlush)

/**
 * Writes what comes from this channel into a ring, by one copy, until the channel ends or [limit]
 * bytes were moved. It ends neither of them: `writer.use { channel.copyTo(it) }` closes the writer,
 * with the cause if something fails.
 *
 * However it ends, a byte is either still in this channel or in the ring.
 *
 * @param writer where the bytes go
 * @param limit how many bytes at most, 0 or more; default: all
 * @return how many bytes were moved; fewer than [limit] only if the channel has ended
 * @throws IllegalArgumentException if [limit] is negative
 * @throws io.bytering.RingAbandonedException if the ring's reader is closed
 * @throws io.bytering.RingClosedException if [writer] is closed
 * @throws Throwable the cause that this channel was cancelled with, as Ktor wraps it
 */
public suspend fun ByteReadChannel.copyTo(writer: RingWriter, limit: Long = Long.MAX_VALUE): Long =
    moveTo(writer, limit)

/**
 * Writes what comes out of the ring to a channel, by one copy, until the stream ends or [limit]
 * bytes were moved; it flushes whatever it has written. It ends neither of them: `reader.use {
 * it.copyTo(channel) }` closes the reader, with the cause if something fails, so that the ring's
 * writer gets it.
 *
 * However it ends, a byte is either still in the ring or in the channel. As a channel of
 * [asByteReadChannel] it gathers short pieces. That the channel is closed is noticed when there is
 * a byte to write.
 *
 * @param channel where the bytes go
 * @param limit how many bytes at most, 0 or more; default: all
 * @return how many bytes were moved; fewer than [limit] only if the stream has ended
 * @throws IllegalArgumentException if [limit] is negative
 * @throws io.bytering.RingClosedException if this reader is closed
 * @throws kotlinx.io.IOException if the channel is closed for writing
 * @throws Throwable the cause that the ring's writer was closed with, once all before it was moved;
 *   or the one that the channel was cancelled with, as Ktor wraps it
 */
public suspend fun RingReader.copyTo(
    channel: ByteWriteChannel,
    limit: Long = Long.MAX_VALUE,
): Long = moveTo(channel, limit)
