package io.bytering.blocking;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.Waiter;
import io.bytering.internal.Checks;
import io.bytering.internal.Failures;
import io.bytering.message.MessageWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MessageWriter} whose calls wait for room, on platform or virtual threads. With {@link BlockingMessageReader} at the other end
 * it is a queue of messages between threads, bounded in bytes:
 *
 * <pre>{@code
 * MessageRing ring = MessageRing.ofCapacity(64 * 1024);
 * BlockingMessageWriter writer = BlockingMessageWriter.of(ring.newWriter()); // one for each thread that sends
 * BlockingMessageReader reader = BlockingMessageReader.of(ring.reader()); // for one thread
 * }</pre>
 *
 * <p>It adds waiting and nothing else: the writer below may be used directly at the same time, by the same thread. Writers that
 * sleep are woken first come first served, and one that comes later leaves them the room that they wait for.
 *
 * <p><b>Endings of a wait.</b> The message is sent, or claimed; or the reader is gone ({@link RingAbandonedException}); or the
 * thread is interrupted ({@link InterruptedIOException}, status kept); or time is up ({@link RingTimeoutException}); or another
 * thread closes this writer ({@link AsynchronousCloseException}) or {@linkplain #stopWaiting() stops its waiting} ({@link
 * InterruptedIOException}); or the ring was closed ({@link ClosedChannelException}). After each of these exceptions nothing was sent, and
 * this writer does not block any other. An interrupt or a stop is noticed only when there is something to wait for. After a close,
 * of this writer or of the ring, every call throws {@link ClosedChannelException}. If the ring's close gave a cause, so does
 * that exception.
 *
 * <p><b>Threads.</b> As {@link MessageWriter}: one at a time, except {@link #close} and {@link #stopWaiting}.
 */
public final class BlockingMessageWriter implements Closeable {
    private final MessageWriter writer;
    private final Wait wait;
    private final Place place = new Place();

    /** The place of a message. Only a claim tells whether there is room, so to find it ready is to have it. */
    private final class Place implements Wait.Door {
        /** What is to be sent: one of these, or else there is just a claim. */
        private byte @Nullable [] array;

        private int offset;
        private @Nullable ByteBuffer buffer;

        private @Nullable ByteBuffer claimed;
        private boolean done;
        private @Nullable Throwable failure;

        @Override
        public boolean isReady(int length) {
            if (!done) {
                try {
                    done = tryOnce(length);
                } catch (Throwable e) {
                    failure = e;
                    done = true;
                }
            }
            return done;
        }

        private boolean tryOnce(int length) throws RingAbandonedException {
            if (array != null) {
                return writer.tryWrite(array, offset, length);
            }
            if (buffer != null) {
                return writer.tryWrite(buffer);
            }
            claimed = writer.claim(length);
            return claimed != null;
        }

        @Override
        public int amount() {
            return 0;
        }

        @Override
        public boolean arm(Waiter waiter, int length) {
            return writer.arm(waiter, length);
        }

        @Override
        public boolean disarm(Waiter waiter) {
            return writer.disarm(waiter);
        }

        @Override
        public long position() {
            return writer.statistics().messagesClaimed();
        }

        void clear() {
            array = null;
            buffer = null;
            claimed = null;
            failure = null;
            done = false;
        }
    }

    private BlockingMessageWriter(MessageWriter writer, WaitStrategy strategy) {
        this.writer = writer;
        this.wait = new Wait(strategy, writer);
    }

    /**
     * Waits by {@link WaitStrategy#backOff()}.
     *
     * @param writer the writer that waits; it should be this view's alone
     * @return a view of it
     */
    public static BlockingMessageWriter of(MessageWriter writer) {
        return of(writer, WaitStrategy.backOff());
    }

    /**
     * Waits by the strategy given.
     *
     * @param writer the writer that waits; it should be this view's alone
     * @param strategy how
     * @return a view of it
     */
    public static BlockingMessageWriter of(MessageWriter writer, WaitStrategy strategy) {
        return new BlockingMessageWriter(writer, strategy);
    }

    /**
     * The writer below.
     *
     * @return the writer given at the start
     */
    public MessageWriter writer() {
        return writer;
    }

    /**
     * Limits every wait from now on. As a call waits once at most, this is also its deadline. Default: none.
     *
     * @param timeout how long one wait may take; zero: not at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    @RequiresJavaTime
    public BlockingMessageWriter timeout(Duration timeout) {
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
    public BlockingMessageWriter timeout(long amount, TimeUnit unit) {
        wait.timeout = Timeouts.nanos("timeout", amount, unit);
        return this;
    }

    /**
     * Sends a message, and waits for room as long as there is none; else as {@link #write(byte[], int, int)}.
     *
     * @param message all of it
     * @throws IllegalArgumentException if it is longer than {@link MessageWriter#maxMessageLength}
     * @throws RingAbandonedException if the reader is closed
     * @throws IOException interrupted, timed out or closed: see the class; nothing was sent
     */
    public void write(byte[] message) throws IOException {
        write(message, 0, message.length);
    }

    /**
     * Sends a message, and waits for room as long as there is none. It aborts a claim.
     *
     * @param src where the message is
     * @param offset its first byte's place in {@code src}
     * @param length its length, from 0 to {@link MessageWriter#maxMessageLength}
     * @throws IndexOutOfBoundsException if the range is not within {@code src}
     * @throws IllegalArgumentException if it is longer than that
     * @throws RingAbandonedException if the reader is closed
     * @throws IOException interrupted, timed out or closed: see the class; nothing was sent
     */
    public void write(byte[] src, int offset, int length) throws IOException {
        Checks.range(src.length, offset, length);
        requireOpen();
        place.array = src;
        place.offset = offset;
        take(length);
    }

    /**
     * Sends a message, waits for room as long as there is none, and moves the buffer's position to its limit. It aborts a claim.
     *
     * @param message what the buffer has left; any kind of buffer
     * @throws IllegalArgumentException if it is longer than {@link MessageWriter#maxMessageLength}
     * @throws RingAbandonedException if the reader is closed
     * @throws IOException interrupted, timed out or closed: see the class; nothing was sent
     */
    public void write(ByteBuffer message) throws IOException {
        requireOpen();
        place.buffer = message;
        take(message.remaining());
    }

    /**
     * Claims the place of a message, to be filled and then {@linkplain #commit committed}, and waits as long as there is no room. It
     * aborts the claim before. See {@link MessageWriter#claim} for the buffer, and {@link MessageWriter} for what a claim does to others.
     *
     * @param length of the message, from 0 to {@link MessageWriter#maxMessageLength}; if you don't know it yet, the most it may be
     * @return its bytes, from the buffer's position to its limit
     * @throws IllegalArgumentException if {@code length} is outside that range
     * @throws RingAbandonedException if the reader is closed
     * @throws IOException interrupted, timed out or closed: see the class; nothing is claimed
     */
    public ByteBuffer claim(int length) throws IOException {
        requireOpen();
        ByteBuffer claimed = take(length);
        if (claimed == null) {
            throw new AssertionError("a claim without a place: length=" + length);
        }
        return claimed;
    }

    /**
     * As {@link MessageWriter#commit}.
     *
     * @param length from 0 to the length that was claimed
     * @throws IllegalArgumentException if it is outside that range; the claim stays
     * @throws IllegalStateException if nothing is claimed
     * @throws IOException if this writer is closed: see the class; nothing was sent
     */
    public void commit(int length) throws IOException {
        try {
            writer.commit(length);
        } catch (RingClosedException e) {
            throw inWordsOfChannels(e);
        }
    }

    /** As {@link MessageWriter#abort}. */
    public void abort() {
        writer.abort();
    }

    /**
     * Stops waiting, for good, without touching the ring: a wait under way ends with {@link InterruptedIOException}, and so does every
     * later one. What needs no waiting still works. For code that cancels a blocked thread from another one and can't interrupt
     * it. Any thread; idempotent.
     */
    public void stopWaiting() {
        wait.stop();
    }

    /** Closes the writer below, from any thread. It leaves the ring; the others go on. */
    @Override
    public void close() {
        writer.close();
    }

    // ------------------------------------------------------------------ parts

    private void requireOpen() throws ClosedChannelException {
        if (writer.isClosed()) {
            throw new ClosedChannelException();
        }
    }

    private @Nullable ByteBuffer take(int length) throws IOException {
        try {
            wait.until(place, length, 0, wait.timeout, 0);
            Failures.rethrow(place.failure);
            return place.claimed;
        } catch (RingClosedException e) {
            throw inWordsOfChannels(e);
        } finally {
            boolean done = place.done;
            place.clear();
            if (!done) {
                writer.giveUp(); // it may have been woken: then the others wait for it
            }
        }
    }

    private ClosedChannelException inWordsOfChannels(RingClosedException e) {
        if (writer.isClosed()) {
            return new AsynchronousCloseException(); // by another thread, as the call began before it
        }
        return Closes.withCause(new ClosedChannelException(), e.getCause());
    }
}
