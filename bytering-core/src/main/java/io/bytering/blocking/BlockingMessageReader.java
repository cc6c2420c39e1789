package io.bytering.blocking;

import io.bytering.RingClosedException;
import io.bytering.Waiter;
import io.bytering.message.MessageHandler;
import io.bytering.message.MessageReader;
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
 * A {@link MessageReader} whose calls wait for the next message, on platform or virtual threads:
 *
 * <pre>{@code
 * for (byte[] message; (message = reader.read()) != null; ) {
 *     handle(message);
 * }
 * }</pre>
 *
 * <p>It adds waiting and nothing else: the reader below may be used directly at the same time, by the same thread.
 *
 * <p><b>Endings of a wait.</b> The message is there; or the ring was closed and everything was read (null, −1 or false); or the
 * thread is interrupted ({@link InterruptedIOException}, status kept); or time is up ({@link RingTimeoutException}); or
 * another thread closes this reader ({@link AsynchronousCloseException}) or {@linkplain #stopWaiting() stops its waiting}
 * ({@link InterruptedIOException}). None of them loses a message. An interrupt or a stop is noticed only when there is something to
 * wait for. After a close of this reader, every call throws {@link ClosedChannelException}. If the close gave a cause, so
 * do both of these exceptions.
 *
 * <p><b>A ring that was closed with a cause</b> ({@link io.bytering.message.MessageRing#close(Throwable)}) does not just end: after the last
 * message, and as often as the end would show, calls throw an {@link IOException} with that cause.
 *
 * <p><b>Threads.</b> As {@link MessageReader}: one at a time, except {@link #close} and {@link #stopWaiting}.
 */
public final class BlockingMessageReader implements Closeable {
    private final MessageReader reader;
    private final Wait wait;
    private final Next next = new Next();

    /** The next message. */
    private final class Next implements Wait.Door {
        /** What the last look found. */
        boolean there;

        @Override
        public boolean isReady(int amount) {
            try {
                there = reader.peek() != null;
            } catch (RingClosedException e) {
                there = false;
                return true;
            }
            return there || reader.isExhausted();
        }

        @Override
        public int amount() {
            return 0;
        }

        @Override
        public boolean arm(Waiter waiter, int amount) {
            return reader.arm(waiter);
        }

        @Override
        public boolean disarm(Waiter waiter) {
            return reader.disarm(waiter);
        }

        @Override
        public long position() {
            return reader.statistics().messagesRead();
        }
    }

    private BlockingMessageReader(MessageReader reader, WaitStrategy strategy) {
        this.reader = reader;
        this.wait = new Wait(strategy, reader);
    }

    /**
     * Waits by {@link WaitStrategy#backOff()}.
     *
     * @param reader the reader to wait on
     * @return a view of it; only one view at a time may wait
     */
    public static BlockingMessageReader of(MessageReader reader) {
        return of(reader, WaitStrategy.backOff());
    }

    /**
     * Waits by the strategy given.
     *
     * @param reader the reader to wait on
     * @param strategy how
     * @return a view of it; only one view at a time may wait
     */
    public static BlockingMessageReader of(MessageReader reader, WaitStrategy strategy) {
        return new BlockingMessageReader(reader, strategy);
    }

    /**
     * The reader below.
     *
     * @return the reader given at the start
     */
    public MessageReader reader() {
        return reader;
    }

    /**
     * Limits every wait from now on. As a call waits once at most, this is also its deadline. Default: none.
     *
     * @param timeout how long one wait may take; zero: not at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    @RequiresJavaTime
    public BlockingMessageReader timeout(Duration timeout) {
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
    public BlockingMessageReader timeout(long amount, TimeUnit unit) {
        wait.timeout = Timeouts.nanos("timeout", amount, unit);
        return this;
    }

    /**
     * Waits until the next message is there, and leaves it there.
     *
     * @return true: it is; false: the end
     * @throws IOException the ring was closed with a cause; or interrupted, timed out or closed: see the class
     */
    public boolean awaitMessage() throws IOException {
        requireOpen();
        return await(wait.timeout);
    }

    /**
     * As {@link #awaitMessage()}, with a time limit of its own.
     *
     * @param timeout how long it may take; zero: not at all
     * @return true: it is there; false: the end
     * @throws IllegalArgumentException if the timeout is negative
     * @throws IOException the ring was closed with a cause; or interrupted, timed out or closed: see the class
     */
    @RequiresJavaTime
    public boolean awaitMessage(Duration timeout) throws IOException {
        requireOpen();
        return await(Timeouts.nanos("timeout", timeout));
    }

    /**
     * As {@link #awaitMessage(Duration)}.
     *
     * @param timeout how long it may take, 0 or more
     * @param unit of the timeout
     * @return true: it is there; false: the end
     * @throws IllegalArgumentException if the timeout is negative
     * @throws IOException the ring was closed with a cause; or interrupted, timed out or closed: see the class
     */
    public boolean awaitMessage(long timeout, TimeUnit unit) throws IOException {
        requireOpen();
        return await(Timeouts.nanos("timeout", timeout, unit));
    }

    /**
     * Takes the next message, in an array of its own, and waits until there is one.
     *
     * @return the message; null at the end
     * @throws IOException the ring was closed with a cause; or interrupted, timed out or closed: see the class
     */
    public byte @Nullable [] read() throws IOException {
        requireOpen();
        try {
            byte[] message = reader.tryRead();
            while (message == null && await(wait.timeout)) {
                message = reader.tryRead();
            }
            return message;
        } catch (RingClosedException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Copies the next message, moves the buffer's position by its length, and waits until there is one.
     *
     * @param dst where the message goes; any kind of buffer that is not read-only
     * @return true; false at the end
     * @throws IllegalArgumentException if the message does not fit; it stays
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only; the message stays
     * @throws IOException the ring was closed with a cause; or interrupted, timed out or closed: see the class
     */
    public boolean read(ByteBuffer dst) throws IOException {
        requireOpen();
        try {
            boolean read = reader.tryRead(dst);
            while (!read && await(wait.timeout)) {
                read = reader.tryRead(dst);
            }
            return read;
        } catch (RingClosedException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Hands out the next message where it is, and waits until there is one. {@link #consume} gives it up.
     *
     * @return as {@link MessageReader#peek}; null at the end
     * @throws IOException the ring was closed with a cause; or interrupted, timed out or closed: see the class
     */
    public @Nullable ByteBuffer peek() throws IOException {
        requireOpen();
        try {
            ByteBuffer message = reader.peek();
            while (message == null && await(wait.timeout)) {
                message = reader.peek();
            }
            return message;
        } catch (RingClosedException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * As {@link MessageReader#consume}.
     *
     * @throws IllegalStateException if no message was handed out, or another call has ended that
     * @throws IOException closed: see the class
     */
    public void consume() throws IOException {
        requireOpen();
        try {
            reader.consume();
        } catch (RingClosedException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Hands messages to a handler, as {@link MessageReader#drain}, and waits until there is one at least.
     *
     * @param handler takes each message; it must not use this reader, but may close it
     * @param limit of the number of messages, 1 or more
     * @return how many messages were handled, 1 at least; −1 at the end
     * @throws IllegalArgumentException if {@code limit} is less
     * @throws IOException the ring was closed with a cause; or interrupted, timed out or closed: see the class
     */
    public int drain(MessageHandler handler, int limit) throws IOException {
        requireOpen();
        try {
            int count = reader.drain(handler, limit);
            while (count == 0 && await(wait.timeout)) {
                count = reader.drain(handler, limit);
            }
            if (count > 0) {
                return count;
            }
            requireCleanEnd();
            return -1;
        } catch (RingClosedException e) {
            throw closedMeanwhile(e);
        }
    }

    /**
     * Stops waiting, for good, without touching the ring: a wait under way ends with {@link InterruptedIOException}, and so does every
     * later one. What needs no waiting still works, and nothing is lost. For code that cancels a blocked thread from another
     * one and can't interrupt it. Any thread; idempotent.
     */
    public void stopWaiting() {
        wait.stop();
    }

    /** Closes the reader below, from any thread, and so abandons the ring. */
    @Override
    public void close() {
        reader.close();
    }

    /**
     * As {@link #close()}, with a cause, which writers get. Of several closes the first one wins. Any thread.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        reader.close(cause);
    }

    // ------------------------------------------------------------------ parts

    private void requireOpen() throws ClosedChannelException {
        if (reader.isClosed()) {
            throw Closes.withCause(new ClosedChannelException(), reader.closeCause());
        }
    }

    /** Whether there is a message; false at the end. */
    private boolean await(long nanos) throws IOException {
        try {
            wait.until(next, 1, 0, nanos, 0);
        } catch (RingClosedException e) {
            throw closedMeanwhile(e);
        }
        if (reader.isClosed()) {
            throw Closes.withCause(new AsynchronousCloseException(), reader.closeCause());
        }
        if (next.there) {
            return true;
        }
        requireCleanEnd();
        return false;
    }

    private void requireCleanEnd() throws IOException {
        Throwable cause = reader.failure();
        if (cause != null) {
            throw new IOException("the ring was closed for a failure: " + cause, cause);
        }
    }

    /** What the core said to a reader that another thread closed under it, in the words of channels. A handler's own passes. */
    private AsynchronousCloseException closedMeanwhile(RingClosedException e) {
        if (!reader.isClosed()) {
            throw e;
        }
        return Closes.withCause(new AsynchronousCloseException(), reader.closeCause());
    }
}
