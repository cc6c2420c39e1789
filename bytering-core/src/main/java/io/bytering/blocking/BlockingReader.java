package io.bytering.blocking;

import io.bytering.Drainer;
import io.bytering.RingReader;
import io.bytering.Waiter;
import io.bytering.internal.Checks;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A {@link RingReader} whose calls wait, on platform or virtual threads. It adds waiting and nothing else: the reader
 * below may be used directly at the same time, by the same thread.
 *
 * <p><b>Endings of a wait.</b> The amount is there; or the stream has ended (−1, false or {@link EOFException}); or the
 * thread is interrupted ({@link InterruptedIOException}, status kept); or time is up ({@link RingTimeoutException}); or
 * another thread closes this half ({@link AsynchronousCloseException}) or {@linkplain #stopWaiting() stops its waiting}
 * ({@link InterruptedIOException}). None of them loses a byte. An interrupt or a stop is noticed only when there is
 * something to wait for. After a close, every call throws {@link ClosedChannelException}.
 *
 * <p><b>A writer that failed</b> ({@link io.bytering.RingWriter#close(Throwable)}) is told in place of the end of the
 * stream, after the last byte and as often as the end would be: by an {@link IOException} whose cause is the writer's.
 * Streams and channels over this reader do the same.
 *
 * <p><b>Threads.</b> As {@link RingReader}: one at a time, except {@link #close} and {@link #stopWaiting}.
 */
public final class BlockingReader implements Closeable {
    private final RingReader reader;
    private final Wait wait;
    private long timeout = Wait.FOREVER;

    private final Wait.Door readable = new Wait.Door() {
        @Override
        public boolean isReady(int amount) {
            return reader.isClosed() || reader.isEnded() || reader.readableBytes() >= amount;
        }

        @Override
        public int amount() {
            return reader.readableBytes();
        }

        @Override
        public boolean arm(Waiter waiter, int amount) {
            return reader.arm(waiter, amount);
        }

        @Override
        public boolean disarm(Waiter waiter) {
            return reader.disarm(waiter);
        }

        @Override
        public long position() {
            return reader.position();
        }
    };

    private BlockingReader(RingReader reader, WaitStrategy strategy) {
        this.reader = reader;
        this.wait = new Wait(strategy, reader);
    }

    /**
     * Waits by {@link WaitStrategy#backOff()}, or by {@link WaitStrategy#yielding()} if the ring has no signals.
     *
     * @param reader the half to wait on
     * @return a view of it; only one view at a time may wait
     */
    public static BlockingReader of(RingReader reader) {
        return of(reader, reader.signals() ? WaitStrategy.backOff() : WaitStrategy.yielding());
    }

    /**
     * Waits by the strategy given.
     *
     * @param reader the half to wait on
     * @param strategy how
     * @return a view of it; only one view at a time may wait
     * @throws IllegalStateException if the strategy parks and the ring was built with {@code signals(false)}
     */
    public static BlockingReader of(RingReader reader, WaitStrategy strategy) {
        return new BlockingReader(reader, strategy);
    }

    /**
     * The half below.
     *
     * @return the reader given at the start
     */
    public RingReader reader() {
        return reader;
    }

    /**
     * Limits every wait from now on. Default: none.
     *
     * @param timeout how long one wait may take; zero: not at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    @RequiresJavaTime
    public BlockingReader timeout(Duration timeout) {
        this.timeout = Timeouts.nanos(timeout);
        return this;
    }

    /**
     * As {@link #timeout(Duration)}.
     *
     * @param amount how long one wait may take, 0 or more
     * @param unit of the amount
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public BlockingReader timeout(long amount, TimeUnit unit) {
        this.timeout = Timeouts.nanos(amount, unit);
        return this;
    }

    /**
     * Waits until at least so many bytes are readable. If the writer fails before, that is thrown, although fewer may be
     * left to be read. Mind the gaps that claims leave: see {@link RingReader#arm}.
     *
     * @param atLeast from 1 to the capacity
     * @return true: they are there; false: they never will be, since the stream has ended (fewer may be left)
     * @throws IllegalArgumentException if {@code atLeast} is outside that range
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public boolean awaitReadable(int atLeast) throws IOException {
        return await(atLeast, Integer.MAX_VALUE, timeout);
    }

    /**
     * As {@link #awaitReadable(int)}, with a time limit of its own.
     *
     * @param atLeast from 1 to the capacity
     * @param timeout how long it may take; zero: not at all
     * @return true: they are there; false: they never will be
     * @throws IllegalArgumentException if {@code atLeast} is outside that range or the timeout is negative
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    @RequiresJavaTime
    public boolean awaitReadable(int atLeast, Duration timeout) throws IOException {
        return await(atLeast, Integer.MAX_VALUE, Timeouts.nanos(timeout));
    }

    /**
     * As {@link #awaitReadable(int, Duration)}.
     *
     * @param atLeast from 1 to the capacity
     * @param timeout how long it may take, 0 or more
     * @param unit of the timeout
     * @return true: they are there; false: they never will be
     * @throws IllegalArgumentException if {@code atLeast} is outside that range or the timeout is negative
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public boolean awaitReadable(int atLeast, long timeout, TimeUnit unit) throws IOException {
        return await(atLeast, Integer.MAX_VALUE, Timeouts.nanos(timeout, unit));
    }

    /**
     * Reads at least one byte, waiting for it; else as {@link #read(byte[], int, int)}.
     *
     * @param dst where the bytes go, from its start on; without room, 0 is returned at once
     * @return how many were read; −1 at the end of the stream
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public int read(byte[] dst) throws IOException {
        return read(dst, 0, dst.length);
    }

    /**
     * Reads at least one byte, waiting for it. Under a strategy that spins, a read that gets less than {@code length} while the
     * writer is at work goes on for some 2 µs, as long as bytes keep coming, up to 2 KiB.
     *
     * @param dst where the bytes go
     * @param offset the first byte's place in {@code dst}
     * @param length how many at most; 0 returns 0 at once
     * @return how many were read; −1 at the end of the stream
     * @throws IndexOutOfBoundsException if the range is not within {@code dst}
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public int read(byte[] dst, int offset, int length) throws IOException {
        requireOpen();
        return readMore(dst, offset, length);
    }

    private int readMore(byte[] dst, int offset, int length) throws IOException {
        try {
            int count = reader.read(dst, offset, length);
            while (count == 0 && length > 0) {
                awaitMore(1, length, timeout);
                count = reader.read(dst, offset, length);
            }
            return count > 0 && count < length ? count + readOn(dst, offset + count, length - count) : orFailure(count);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Reads at least one byte, waiting for it, and as many as there are and the buffer has room for; else as {@link
     * #read(byte[], int, int)}.
     *
     * @param dst where the bytes go; without room, 0 is returned at once
     * @return how many were read; −1 at the end of the stream
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public int read(ByteBuffer dst) throws IOException {
        requireOpen();
        try {
            int count = reader.read(dst);
            while (count == 0 && dst.hasRemaining()) {
                awaitMore(1, dst.remaining(), timeout);
                count = reader.read(dst);
            }
            return count > 0 && dst.hasRemaining() ? count + readOn(dst) : orFailure(count);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Fills an array, however many bytes the ring holds at a time; else as {@link #readFully(byte[], int, int)}.
     *
     * @param dst where the bytes go
     * @throws EOFException if the stream ends before; the message tells how many bytes were read
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many bytes were read
     * @throws IOException closed or failed: see the class; the reader's position tells how many bytes were read
     */
    public void readFully(byte[] dst) throws IOException {
        readFully(dst, 0, dst.length);
    }

    /**
     * Reads exactly so many bytes, however many the ring holds at a time.
     *
     * @param dst where the bytes go
     * @param offset the first byte's place in {@code dst}
     * @param length how many
     * @throws IndexOutOfBoundsException if the range is not within {@code dst}; nothing moves
     * @throws EOFException if the stream ends before; the message tells how many bytes were read
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many bytes were read
     * @throws IOException closed or failed: see the class; the reader's position tells how many bytes were read
     */
    public void readFully(byte[] dst, int offset, int length) throws IOException {
        Checks.range(dst.length, offset, length);
        requireOpen();
        int done = 0;
        try {
            while (done < length) {
                int count = readMore(dst, offset + done, length - done);
                if (count < 0) {
                    throw new EOFException("the stream ended after " + done + " of " + length + " bytes");
                }
                done += count;
            }
        } catch (InterruptedIOException e) {
            e.bytesTransferred = done;
            throw e;
        }
    }

    /**
     * Waits for at least one byte, then calls the drainer once. See {@link RingReader#drain}.
     *
     * @param drainer takes bytes from the slices
     * @return what the drainer returned; −1 at the end of the stream, without calling it
     * @throws IllegalArgumentException if that can't be; nothing is consumed
     * @throws IOException from the drainer, or interrupted, timed out, closed or failed: see the class
     */
    public int drain(Drainer drainer) throws IOException {
        await(1, Integer.MAX_VALUE, timeout);
        try {
            return reader.drain(drainer);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Waits for at least one byte, then does one gathering write. See {@link RingReader#transferTo}.
     *
     * @param sink where the bytes go
     * @return how many were taken; 0 if the channel took none; −1 at the end of the stream
     * @throws IOException from the channel, or interrupted, timed out, closed or failed: see the class
     */
    public long transferTo(GatheringByteChannel sink) throws IOException {
        await(1, Integer.MAX_VALUE, timeout);
        try {
            return reader.transferTo(sink);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Waits for at least one byte, then skips what is there.
     *
     * @param max how many at most; 0 returns 0 at once
     * @return how many were skipped; −1 at the end of the stream
     * @throws IllegalArgumentException if {@code max} is negative
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public int skip(int max) throws IOException {
        Checks.within("number of bytes to skip", max, 0, Integer.MAX_VALUE);
        requireOpen();
        if (max == 0) {
            return 0;
        }
        await(1, max, timeout);
        try {
            return reader.skip(max);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * A stream over this reader, in place of {@link java.io.PipedInputStream}. It waits as this object does.
     *
     * <p>A read waits for one byte and takes as many as there are. The end of the stream is the writer's close, whatever its
     * thread does: nobody looks whether threads are alive. {@code skip} waits as reads do, until all is skipped or the stream
     * has ended. {@code available} is {@link RingReader#readableBytes}. Closing the stream closes the reader, which abandons
     * the ring; another thread may do so, and wakes a blocked read with {@link AsynchronousCloseException}.
     *
     * @return a new stream, for one thread at a time
     */
    public InputStream inputStream() {
        return new RingInputStream(this);
    }

    /**
     * A channel over this reader. It waits as this object does; an interrupt does not close it. A read waits for one byte and
     * fills the buffers in turn with as many as there are; −1 is the end of the stream. Closing the channel closes the reader.
     *
     * @return a new channel; calls of several threads take turns
     */
    public ScatteringByteChannel channel() {
        return new RingReadableChannel(this);
    }

    /**
     * As {@link #channel}, but with the manners of {@link java.nio.channels.InterruptibleChannel}: a thread that is
     * interrupted while it waits, or comes interrupted, closes the channel and gets a {@link
     * java.nio.channels.ClosedByInterruptException}.
     *
     * @return a new channel, which is an {@code InterruptibleChannel}
     */
    public ScatteringByteChannel interruptibleChannel() {
        return new InterruptibleReadableChannel(this);
    }

    /**
     * Stops waiting, for good, without touching the ring: a wait under way ends with {@link InterruptedIOException}, and so
     * does every later one, of this object and of the streams and channels made from it. What needs no waiting still works,
     * and nothing is lost. For whoever cancels a blocked thread from another one and can't interrupt it. Any thread;
     * idempotent.
     */
    public void stopWaiting() {
        wait.stop();
    }

    /** Closes the reader below, from any thread: abandons the ring. */
    @Override
    public void close() {
        reader.close();
    }

    /** Goes on with a read that got less than it might, while bytes keep coming. */
    private int readOn(byte[] dst, int offset, int length) {
        int count = Math.min(length, wait.gather(readable, 0, length));
        try {
            return count > 0 ? Math.max(0, reader.read(dst, offset, count)) : 0;
        } catch (IllegalStateException e) {
            closedMeanwhile(e);
            return 0;
        }
    }

    /** Goes on with a read that got less than it might, while bytes keep coming. */
    private int readOn(ByteBuffer dst) {
        int limit = dst.limit();
        int count = Math.min(dst.remaining(), wait.gather(readable, 0, dst.remaining()));
        ((Buffer) dst).limit(dst.position() + count);
        try {
            return count > 0 ? Math.max(0, readNow(dst)) : 0;
        } finally {
            ((Buffer) dst).limit(limit);
        }
    }

    /** As {@link #read(ByteBuffer)} without waiting; 0 also when closed, for a caller that has bytes to hand over already. */
    int readNow(ByteBuffer dst) {
        try {
            return reader.read(dst);
        } catch (IllegalStateException e) {
            closedMeanwhile(e);
            return 0;
        }
    }

    /** Whether the half below is closed, by anyone. */
    boolean isClosed() {
        return reader.isClosed();
    }

    void requireOpen() throws ClosedChannelException {
        if (reader.isClosed()) {
            throw new ClosedChannelException();
        }
    }

    private boolean await(int atLeast, int wanted, long nanos) throws IOException {
        Checks.within("amount to wait for", atLeast, 1, reader.capacity());
        requireOpen();
        return awaitMore(atLeast, wanted, nanos);
    }

    /** In the middle of a call, when a close is no longer one before it. */
    private boolean awaitMore(int atLeast, int wanted, long nanos) throws IOException {
        try {
            wait.until(readable, atLeast, wanted, nanos);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
        if (reader.isClosed()) {
            throw new AsynchronousCloseException();
        }
        if (reader.readableBytes() >= atLeast) {
            return true;
        }
        requireCleanEnd();
        return false;
    }

    private int orFailure(int count) throws IOException {
        if (count < 0) {
            requireCleanEnd();
        }
        return count;
    }

    /** At the end: it must not be that of a writer that failed. */
    private void requireCleanEnd() throws IOException {
        Throwable cause = reader.failure();
        if (cause != null) {
            long length = reader.position() + reader.readableBytes();
            throw new IOException("the writer failed after " + length + " bytes: " + cause, cause);
        }
    }

    /** What the core said to a half that another thread closed under it, in the words of channels. */
    private IOException closedMeanwhile(IllegalStateException e) {
        if (!reader.isClosed()) {
            throw e;
        }
        IOException closed = new AsynchronousCloseException();
        closed.initCause(e);
        return closed;
    }
}
