package io.bytering.blocking;

import io.bytering.Filler;
import io.bytering.RingAbandonedException;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.internal.Checks;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A {@link RingWriter} whose calls wait, on platform or virtual threads. It adds waiting and nothing else: the writer
 * below may be used directly at the same time, by the same thread.
 *
 * <p><b>Endings of a wait.</b> The room is there; or the reader is gone (false or {@link RingAbandonedException}); or the
 * thread is interrupted ({@link InterruptedIOException}, status kept); or time is up ({@link RingTimeoutException}); or
 * another thread closes this half ({@link AsynchronousCloseException}) or {@linkplain #stopWaiting() stops its waiting}
 * ({@link InterruptedIOException}). Bytes written before stay written: {@code bytesTransferred} of the exception tells how
 * many. An interrupt or a stop is noticed only when there is something to wait for. After a close, every call throws
 * {@link ClosedChannelException}.
 *
 * <p><b>Threads.</b> As {@link RingWriter}: one at a time, except {@link #close} and {@link #stopWaiting}.
 */
public final class BlockingWriter implements Closeable {
    private final RingWriter writer;
    private final Wait wait;
    private long timeout = Wait.FOREVER;

    private final Wait.Door writable = new Wait.Door() {
        @Override
        public boolean isReady(int amount) {
            return isOver() || writer.writableBytes() >= amount;
        }

        @Override
        public int amount() {
            return writer.writableBytes();
        }

        @Override
        public boolean arm(Waiter waiter, int amount) {
            return writer.arm(waiter, amount);
        }

        @Override
        public boolean disarm(Waiter waiter) {
            return writer.disarm(waiter);
        }

        @Override
        public long position() {
            return writer.position();
        }
    };

    private final Wait.Door claimable = new Wait.Door() {
        @Override
        public boolean isReady(int amount) {
            return isOver() || writer.canClaim(amount);
        }

        @Override
        public int amount() {
            return writer.writableBytes();
        }

        @Override
        public boolean arm(Waiter waiter, int amount) {
            return writer.armClaim(waiter, amount);
        }

        @Override
        public boolean disarm(Waiter waiter) {
            return writer.disarm(waiter);
        }

        @Override
        public long position() {
            return writer.position();
        }
    };

    private BlockingWriter(RingWriter writer, WaitStrategy strategy) {
        this.writer = writer;
        this.wait = new Wait(strategy, writer);
    }

    /**
     * Waits by {@link WaitStrategy#backOff()}, or by {@link WaitStrategy#yielding()} if the ring has no signals.
     *
     * @param writer the half to wait on
     * @return a view of it; only one view at a time may wait
     */
    public static BlockingWriter of(RingWriter writer) {
        return of(writer, writer.signals() ? WaitStrategy.backOff() : WaitStrategy.yielding());
    }

    /**
     * Waits by the strategy given.
     *
     * @param writer the half to wait on
     * @param strategy how
     * @return a view of it; only one view at a time may wait
     * @throws IllegalStateException if the strategy parks and the ring was built with {@code signals(false)}
     */
    public static BlockingWriter of(RingWriter writer, WaitStrategy strategy) {
        return new BlockingWriter(writer, strategy);
    }

    /**
     * The half below.
     *
     * @return the writer given at the start
     */
    public RingWriter writer() {
        return writer;
    }

    /**
     * Limits every wait from now on. Default: none.
     *
     * @param timeout how long one wait may take; zero: not at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    @RequiresJavaTime
    public BlockingWriter timeout(Duration timeout) {
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
    public BlockingWriter timeout(long amount, TimeUnit unit) {
        this.timeout = Timeouts.nanos(amount, unit);
        return this;
    }

    /**
     * Waits until at least so many bytes are writable.
     *
     * @param atLeast from 1 to {@link RingWriter#maxClaim}
     * @return true: there is room; false: the reader is gone
     * @throws IllegalArgumentException if {@code atLeast} is outside that range
     * @throws IOException interrupted, timed out or closed: see the class
     */
    public boolean awaitWritable(int atLeast) throws IOException {
        return await(writable, atLeast, timeout);
    }

    /**
     * As {@link #awaitWritable(int)}, with a time limit of its own.
     *
     * @param atLeast from 1 to {@link RingWriter#maxClaim}
     * @param timeout how long it may take; zero: not at all
     * @return true: there is room; false: the reader is gone
     * @throws IllegalArgumentException if {@code atLeast} is outside that range or the timeout is negative
     * @throws IOException interrupted, timed out or closed: see the class
     */
    @RequiresJavaTime
    public boolean awaitWritable(int atLeast, Duration timeout) throws IOException {
        return await(writable, atLeast, Timeouts.nanos(timeout));
    }

    /**
     * As {@link #awaitWritable(int, Duration)}.
     *
     * @param atLeast from 1 to {@link RingWriter#maxClaim}
     * @param timeout how long it may take, 0 or more
     * @param unit of the timeout
     * @return true: there is room; false: the reader is gone
     * @throws IllegalArgumentException if {@code atLeast} is outside that range or the timeout is negative
     * @throws IOException interrupted, timed out or closed: see the class
     */
    public boolean awaitWritable(int atLeast, long timeout, TimeUnit unit) throws IOException {
        return await(writable, atLeast, Timeouts.nanos(timeout, unit));
    }

    /**
     * Writes all of an array, waiting for room as often as needed; else as {@link #write(byte[], int, int)}.
     *
     * @param src where the bytes come from; it may be longer than the ring
     * @throws RingAbandonedException if the reader is closed
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many bytes were written
     * @throws IOException closed: see the class
     */
    public void write(byte[] src) throws IOException {
        write(src, 0, src.length);
    }

    /**
     * Writes all of it, waiting for room as often as needed; it may be longer than the ring.
     *
     * @param src where the bytes come from
     * @param offset the first byte's place in {@code src}
     * @param length how many
     * @throws IndexOutOfBoundsException if the range is not within {@code src}; nothing moves
     * @throws RingAbandonedException if the reader is closed
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many bytes were written
     * @throws IOException closed: see the class
     */
    public void write(byte[] src, int offset, int length) throws IOException {
        Checks.range(src.length, offset, length);
        requireOpen();
        int done = 0;
        try {
            for (done = writer.write(src, offset, length); done < length; ) {
                awaitMore(writable, 1, timeout);
                done += writer.write(src, offset + done, length - done);
            }
        } catch (InterruptedIOException e) {
            e.bytesTransferred = done;
            throw e;
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Writes all that remains in the buffer, waiting for room as often as needed. Its position tells at any time, also after
     * an exception, what was written.
     *
     * @param src where the bytes come from
     * @return how many were written: all that remained
     * @throws RingAbandonedException if the reader is closed
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many bytes were written
     * @throws IOException closed: see the class
     */
    public int write(ByteBuffer src) throws IOException {
        requireOpen();
        int start = src.position();
        try {
            writer.write(src);
            while (src.hasRemaining()) {
                awaitMore(writable, 1, timeout);
                writer.write(src);
            }
            return src.position() - start;
        } catch (InterruptedIOException e) {
            e.bytesTransferred = src.position() - start;
            throw e;
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Waits for room of at least one byte, then calls the filler once. See {@link RingWriter#fill}.
     *
     * @param filler puts bytes into the slices
     * @return what the filler returned
     * @throws IllegalArgumentException if that can't be; nothing is published
     * @throws RingAbandonedException if the reader is closed
     * @throws IOException from the filler, or interrupted, timed out or closed: see the class
     */
    public int fill(Filler filler) throws IOException {
        await(writable, 1, timeout);
        try {
            return writer.fill(filler);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Waits for room of at least one byte, then does one scattering read. See {@link RingWriter#transferFrom}.
     *
     * @param source where the bytes come from
     * @return how many were written; 0 if the channel had none just now; −1 if it is at its end
     * @throws RingAbandonedException if the reader is closed
     * @throws IOException from the channel, or interrupted, timed out or closed: see the class
     */
    public long transferFrom(ScatteringByteChannel source) throws IOException {
        await(writable, 1, timeout);
        try {
            return writer.transferFrom(source);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Waits until so many contiguous bytes can be claimed, and claims them. {@link #commit} publishes.
     *
     * @param length from 1 to {@link RingWriter#maxClaim}
     * @return the bytes, from the buffer's position to its limit
     * @throws IllegalArgumentException if {@code length} is outside that range
     * @throws RingAbandonedException if the reader is closed
     * @throws IOException interrupted, timed out or closed: see the class
     */
    public ByteBuffer claim(int length) throws IOException {
        Checks.room("length of a claim", length, 1, writer.maxClaim(), writer.capacity());
        await(claimable, length, timeout);
        try {
            ByteBuffer claimed = writer.claim(length);
            if (claimed == null) {
                throw new AssertionError(
                        "the room for a claim of " + length + " bytes has gone: it can't while one thread writes");
            }
            return claimed;
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * As {@link RingWriter#commit}.
     *
     * @param length from 0 to the bytes claimed
     * @throws IllegalArgumentException if it is outside that range; the claim stays valid
     * @throws IllegalStateException if nothing is claimed
     * @throws IOException closed: see the class
     */
    public void commit(int length) throws IOException {
        requireOpen();
        try {
            writer.commit(length);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * A stream over this writer, in place of {@link java.io.PipedOutputStream}. It waits as this object does.
     *
     * <p>A write returns when all bytes are in the ring, and they are the reader's at once: {@code flush} does nothing. When
     * the reader is closed, also while a write waits, it throws {@link RingAbandonedException}. Closing the stream closes the
     * writer, which is the end of the stream; another thread may do so, and wakes a blocked write with {@link
     * AsynchronousCloseException}.
     *
     * @return a new stream, for one thread at a time
     */
    public OutputStream outputStream() {
        return new RingOutputStream(this);
    }

    /**
     * A channel over this writer. It waits as this object does; an interrupt does not close it. A write returns when all
     * bytes are in the ring. Closing the channel closes the writer, which is the end of the stream.
     *
     * @return a new channel; calls of several threads take turns
     */
    public GatheringByteChannel channel() {
        return new RingWritableChannel(this);
    }

    /**
     * As {@link #channel}, but with the manners of {@link java.nio.channels.InterruptibleChannel}: a thread that is
     * interrupted while it waits, or comes interrupted, closes the channel and gets a {@link
     * java.nio.channels.ClosedByInterruptException}.
     *
     * @return a new channel, which is an {@code InterruptibleChannel}
     */
    public GatheringByteChannel interruptibleChannel() {
        return new InterruptibleWritableChannel(this);
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

    /** Closes the writer below, from any thread: the end of the stream. */
    @Override
    public void close() {
        writer.close();
    }

    /** Whether the half below is closed, by anyone. */
    boolean isClosed() {
        return writer.isClosed();
    }

    void requireOpen() throws ClosedChannelException {
        if (writer.isClosed()) {
            throw new ClosedChannelException();
        }
    }

    private boolean isOver() {
        return writer.isClosed() || writer.isAbandoned();
    }

    private boolean await(Wait.Door door, int amount, long nanos) throws IOException {
        Checks.room("amount to wait for", amount, 1, writer.maxClaim(), writer.capacity());
        requireOpen();
        return awaitMore(door, amount, nanos);
    }

    /** In the middle of a call, when a close is no longer one before it. */
    private boolean awaitMore(Wait.Door door, int amount, long nanos) throws IOException {
        try {
            wait.until(door, amount, Integer.MAX_VALUE, nanos);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
        if (writer.isClosed()) {
            throw new AsynchronousCloseException();
        }
        return !writer.isAbandoned();
    }

    /** What the core said to a half that another thread closed under it, in the words of channels. */
    private IOException closedMeanwhile(IllegalStateException e) {
        if (!writer.isClosed()) {
            throw e;
        }
        IOException closed = new AsynchronousCloseException();
        closed.initCause(e);
        return closed;
    }
}
