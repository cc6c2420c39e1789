package io.bytering.blocking;

import io.bytering.Filler;
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
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
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RingWriter} whose calls wait, on platform or virtual threads. It adds waiting and nothing else: the writer
 * below may be used directly at the same time, by the same thread.
 *
 * <p><b>Endings of a wait.</b> The room is there; or the reader is gone (false or {@link RingAbandonedException}); or the
 * thread is interrupted ({@link InterruptedIOException}, status kept); or time is up ({@link RingTimeoutException}); or
 * another thread closes this half ({@link AsynchronousCloseException}) or {@linkplain #stopWaiting() stops its waiting}
 * ({@link InterruptedIOException}). Bytes written before stay written: {@code bytesTransferred} of the exception tells how
 * many. An interrupt or a stop is noticed only when there is something to wait for. After a close, every call throws
 * {@link ClosedChannelException}. If the close gave a cause, so do both of these exceptions.
 *
 * <p><b>Who fails must say so.</b> {@link #close()} is the end of the stream, also where an exception leads to it: the reader
 * takes what it has for all there is. {@link #close(Throwable)}, {@link #writeStream} and {@link #completableStream} tell it.
 *
 * <p><b>Threads.</b> As {@link RingWriter}: one at a time, except {@link #close} and {@link #stopWaiting}.
 */
public final class BlockingWriter implements Closeable {
    private final RingWriter writer;
    private final Wait wait;
    private final Intake intake = new Intake();

    private final Wait.Door writable = new Room(false);
    private final Wait.Door claimable = new Room(true);

    /** Room for a copy; or for a claim, which must be contiguous. */
    private final class Room implements Wait.Door {
        private final boolean contiguous;

        Room(boolean contiguous) {
            this.contiguous = contiguous;
        }

        @Override
        public boolean isReady(int amount) {
            return isOver() || (contiguous ? writer.canClaim(amount) : writer.writableBytes() >= amount);
        }

        @Override
        public int amount() {
            return writer.writableBytes();
        }

        @Override
        public boolean arm(Waiter waiter, int amount) {
            return contiguous ? writer.armClaim(waiter, amount) : writer.arm(waiter, amount);
        }

        @Override
        public boolean disarm(Waiter waiter) {
            return writer.disarm(waiter);
        }

        @Override
        public long position() {
            return writer.position();
        }
    }

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
        wait.timeout = Timeouts.nanos("timeout", timeout);
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
        wait.timeout = Timeouts.nanos("timeout", amount, unit);
        return this;
    }

    /**
     * Limits every call from now on, of this object and of the streams and channels made from it: when so much time has passed
     * since a call began, it neither begins nor goes on with a wait, nor with another step of what takes many, but throws {@link
     * RingTimeoutException}. A call that finds at once all it needs does not look at the time. A wait ends by this limit or by its
     * {@linkplain #timeout(Duration) own}, whichever comes first. What a callback, a channel or another stream takes for itself
     * counts, but can't be cut short. Default: none.
     *
     * @param deadline how long one call may take, with all its waits; zero: no wait at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    @RequiresJavaTime
    public BlockingWriter deadline(Duration deadline) {
        wait.deadline = Timeouts.nanos("deadline", deadline);
        return this;
    }

    /**
     * As {@link #deadline(Duration)}.
     *
     * @param amount how long one call may take, with all its waits, 0 or more
     * @param unit of the amount
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public BlockingWriter deadline(long amount, TimeUnit unit) {
        wait.deadline = Timeouts.nanos("deadline", amount, unit);
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
        return await(atLeast, wait.timeout);
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
        return await(atLeast, Timeouts.nanos("timeout", timeout));
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
        return await(atLeast, Timeouts.nanos("timeout", timeout, unit));
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
        writeMore(src, offset, length, wait.callStart());
    }

    /** As {@link #write(byte[], int, int)}, as a part of a call. */
    void writeMore(byte[] src, int offset, int length, long call) throws IOException {
        int done = 0;
        boolean again = false;
        try {
            for (done = writer.write(src, offset, length); done < length; ) {
                if (done > 0) {
                    wait.requireTime(call);
                }
                awaitMore(writable, 1, wait.timeout, again, call);
                int count = writer.write(src, offset + done, length - done);
                again = count == 0;
                done += count;
            }
        } catch (InterruptedIOException e) {
            e.bytesTransferred = done;
            throw e;
        } catch (RingClosedException e) {
            throw closedMeanwhile();
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
        return writeMore(src, wait.callStart());
    }

    /** As {@link #write(ByteBuffer)}, as a part of a call. */
    int writeMore(ByteBuffer src, long call) throws IOException {
        int start = src.position();
        boolean again = false;
        try {
            writer.write(src);
            while (src.hasRemaining()) {
                if (src.position() > start) {
                    wait.requireTime(call);
                }
                awaitMore(writable, 1, wait.timeout, again, call);
                again = writer.write(src) == 0;
            }
            return src.position() - start;
        } catch (InterruptedIOException e) {
            e.bytesTransferred = src.position() - start;
            throw e;
        } catch (RingClosedException e) {
            throw closedMeanwhile();
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
        requireOpen();
        Filler outer = intake.filler; // a filler may call again, and is refused
        intake.filler = Objects.requireNonNull(filler, "filler");
        try {
            return (int) take(false);
        } finally {
            intake.filler = outer;
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
        requireOpen();
        ScatteringByteChannel outer = intake.source;
        intake.source = Objects.requireNonNull(source, "source");
        try {
            return take(true);
        } finally {
            intake.source = outer;
        }
    }

    /** Waits for room of at least one byte, then lets it be filled once. */
    private long take(boolean fromChannel) throws IOException {
        long call = wait.callStart();
        boolean outer = intake.inside;
        intake.inside = false;
        try {
            for (boolean again = false; ; again = true) {
                boolean open = awaitMore(writable, 1, wait.timeout, again, call);
                intake.called = false;
                long count = fromChannel ? writer.transferFrom(intake) : writer.fill(intake);
                if (intake.called || !open) {
                    return count;
                }
            }
        } catch (RingClosedException e) {
            if (intake.inside) {
                throw e; // of another half, which the callback has used
            }
            throw closedMeanwhile();
        } finally {
            intake.inside = outer;
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
        requireOpen();
        long call = wait.callStart();
        try {
            ByteBuffer claimed = writer.claim(length);
            for (boolean again = false; claimed == null; again = true) {
                // again: a reader that starts at the oldest byte may take the room away between the two looks
                awaitMore(claimable, length, wait.timeout, again, call);
                claimed = writer.claim(length);
            }
            return claimed;
        } catch (RingClosedException e) {
            throw closedMeanwhile();
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
        } catch (RingClosedException e) {
            throw closedMeanwhile();
        }
    }

    /**
     * A stream over this writer, in place of {@link java.io.PipedOutputStream}. It waits as this object does.
     *
     * <p>A write returns when all bytes are in the ring, and they are the reader's at once: {@code flush} does nothing. When
     * the reader is closed, also while a write waits, it throws {@link RingAbandonedException}. Closing the stream closes the
     * writer, which is the end of the stream; another thread may do so, and wakes a blocked write with {@link
     * AsynchronousCloseException}. A write of no bytes does nothing, also after a close.
     *
     * <p>Mind that {@code try (OutputStream out = …)} closes it also when its block fails, and the reader then meets a clean end. Where
     * half a stream must not look like all of it, use {@link #writeStream} or {@link #completableStream}.
     *
     * @return a new stream, for one thread at a time
     */
    public OutputStream outputStream() {
        return new RingOutputStream(this);
    }

    /**
     * A stream over this writer that ends by {@link CompletableOutputStream#complete}: if it is closed before, that is a failure.
     *
     * @return a new stream, for one thread at a time
     */
    public CompletableOutputStream completableStream() {
        return new CompletableOutputStream(this);
    }

    /**
     * Lets the body write a stream, on this thread, and closes this writer: if the body returns, that is the end of the stream; if
     * it throws, the reader gets what it threw, as the cause of a failure, and so does the caller. {@link RingStreams#inputStreamOf}
     * does the same on another thread.
     *
     * <pre>{@code
     * writer.writeStream(out -> {
     *     try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
     *         document.writeTo(gzip); // if this fails, the reader does not take the half for the whole
     *     }
     * });
     * }</pre>
     *
     * @param body writes the stream; see there
     * @throws RingAbandonedException if the reader is closed
     * @throws IOException from the body, or interrupted, timed out or closed: see the class
     */
    public void writeStream(StreamBody body) throws IOException {
        Objects.requireNonNull(body, "body");
        requireOpen();
        try {
            CompletableOutputStream out = completableStream();
            body.writeTo(out.unclosed());
            out.complete();
        } catch (Throwable e) {
            writer.close(e);
            throw e;
        }
    }

    /**
     * A channel over this writer. It waits as this object does; an interrupt does not close it. A write returns when all
     * bytes are in the ring. Closing the channel closes the writer, which is the end of the stream.
     *
     * @return a new channel; calls of several threads take turns
     */
    public GatheringByteChannel channel() {
        return new RingWritableChannel(this, turn());
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
     * and nothing is lost. For code that cancels a blocked thread from another one and can't interrupt it. Any thread;
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

    /**
     * As {@link #close()}, with a cause: the reader gets what was written, and then this failure in place of the end. The exceptions
     * of calls of this object that are under way or follow carry it too. Of several closes the first one wins. Any thread.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        writer.close(cause);
    }

    // ------------------------------------------------------------------ for streams and channels

    /** Whether the half below is closed, by anyone. */
    boolean isClosed() {
        return writer.isClosed();
    }

    void requireOpen() throws ClosedChannelException {
        if (writer.isClosed()) {
            throw Closes.withCause(new ClosedChannelException(), writer.closeCause());
        }
    }

    /** A new one, for the calls of several threads. */
    Turn turn() {
        return new Turn(wait);
    }

    /** See {@link Wait#callStart}. */
    long callStart() {
        return wait.callStart();
    }

    /** See {@link Wait#requireTime}. */
    void requireTime(long call) throws RingTimeoutException {
        wait.requireTime(call);
    }

    // ------------------------------------------------------------------ parts

    private boolean isOver() {
        return writer.isClosed() || writer.isAbandoned();
    }

    private boolean await(int atLeast, long nanos) throws IOException {
        Checks.room("amount to wait for", atLeast, 1, writer.maxClaim(), writer.capacity());
        requireOpen();
        return awaitMore(writable, atLeast, nanos, false, wait.callStart());
    }

    /**
     * In the middle of a call, when a close is no longer one before it. Whether there was room at the last look; false if the
     * reader is gone.
     *
     * @param again the wait before has been for nothing, and goes on
     */
    private boolean awaitMore(Wait.Door door, int amount, long nanos, boolean again, long call) throws IOException {
        try {
            if (again) {
                wait.again(door, amount, Integer.MAX_VALUE);
            } else {
                wait.until(door, amount, Integer.MAX_VALUE, nanos, call);
            }
        } catch (RingClosedException e) {
            throw closedMeanwhile();
        }
        if (writer.isClosed()) {
            throw closedMeanwhile();
        }
        return !writer.isAbandoned();
    }

    /** What the core said to a half that another thread closed under it, in the words of channels. */
    private AsynchronousCloseException closedMeanwhile() {
        return Closes.withCause(new AsynchronousCloseException(), writer.closeCause());
    }
}
