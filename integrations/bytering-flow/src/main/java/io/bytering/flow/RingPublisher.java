package io.bytering.flow;

import io.bytering.RingReader;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Publishes the bytes of a ring, as buffers of their own. The subscriber's demand drives the reads: without demand nothing is
 * read, the ring fills up and its writer waits. No thread is blocked.
 *
 * <pre>{@code
 * ByteRing ring = ByteRing.ofCapacity(64 * 1024);
 * BodyPublisher body = BodyPublishers.fromPublisher(RingPublisher.of(ring.reader()));
 * }</pre>
 *
 * <p><b>Buffers.</b> Each is read-only, has from 1 to {@link #maxChunkSize} bytes, and is the subscriber's to keep: it shares nothing
 * with the ring. What was requested is one buffer, of any such size.
 *
 * <p><b>Subscribers.</b> A reader has one. A second gets an {@link IllegalStateException} by its {@code onError}, also when the first is
 * done. So a body of an HTTP request can be sent once: not again to where the server redirects.
 *
 * <p><b>Endings.</b>
 *
 * <ul>
 *   <li>The writer closes: {@code onComplete}, after the last byte. It needs no demand.
 *   <li>The writer closes with a cause: {@code onError} with that cause, after the last byte.
 *   <li>The subscriber cancels: the reader is closed, and the writer's next call throws {@link
 *       io.bytering.RingAbandonedException}.
 *   <li>The subscriber requests less than 1, or throws: the reader is closed with that as the cause. The first is also
 *       signaled by {@code onError}, the second goes to the thread's {@linkplain Thread#getUncaughtExceptionHandler handler} of
 *       uncaught exceptions.
 *   <li>Another thread closes the reader: {@code onError} with a {@link io.bytering.RingClosedException}, at the latest when
 *       the subscriber requests more.
 *   <li>The executor refuses a task: {@code onError} with its exception, on the thread that was refused; the reader is closed.
 * </ul>
 *
 * In each of these cases the reader is closed in the end. If nobody ever subscribes it stays open: close it yourself.
 *
 * <p><b>Threads.</b> The reader belongs to this publisher: do not use it otherwise, but any thread may close it. Signals come one at a time,
 * on threads of the executor; only {@code onSubscribe} comes on the thread that subscribes.
 *
 * <p>Of a lossy reader ({@link RingReader#isLossy}) bytes may be missing between two buffers: see {@link RingReader#missedBytes}.
 */
public final class RingPublisher implements Flow.Publisher<ByteBuffer> {
    private static final int MAX_CHUNK_SIZE = 16 * 1024;

    private final RingReader reader;
    private final Executor executor;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private int least = 1;
    private int most;

    private RingPublisher(RingReader reader, Executor executor) {
        if (!reader.signals()) {
            throw new IllegalStateException(
                    "this ring was built with signals(false): its writer can't wake a publisher");
        }
        this.reader = reader;
        this.executor = Objects.requireNonNull(executor, "executor");
        this.most = Math.min(MAX_CHUNK_SIZE, reader.capacity());
    }

    /**
     * Signals on threads of the pool that asynchronous methods of {@link java.util.concurrent.CompletableFuture} use.
     *
     * @param reader the half to publish
     * @return a publisher for one subscriber
     * @throws IllegalStateException if the ring was built with {@code signals(false)}
     */
    public static RingPublisher of(RingReader reader) {
        return of(reader, Turns.anyExecutor());
    }

    /**
     * Signals on an executor of your own. {@code Runnable::run} signals on the thread that writes, closes or requests: then the
     * subscriber's code runs inside the writer's calls, and each write makes a buffer of its own.
     *
     * @param reader the half to publish
     * @param executor where signals come
     * @return a publisher for one subscriber
     * @throws IllegalStateException if the ring was built with {@code signals(false)}
     */
    public static RingPublisher of(RingReader reader, Executor executor) {
        return new RingPublisher(reader, executor);
    }

    /**
     * Limits the size of buffers, for the subscriber that is to come. Default: 16 KiB, or the capacity if that is less.
     *
     * @param bytes from {@link #minChunkSize} to the capacity
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public RingPublisher maxChunkSize(int bytes) {
        most = within("maxChunkSize", bytes, least, reader.capacity());
        return this;
    }

    /**
     * Waits for so many bytes before a buffer is made, for the subscriber that is to come; only the last one may have fewer. Default:
     * 1. A larger size makes fewer buffers of a writer that writes little at a time, and keeps bytes waiting. Mind the gaps
     * that claims leave: see {@link RingReader#arm}.
     *
     * @param bytes from 1 to {@link #maxChunkSize}
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public RingPublisher minChunkSize(int bytes) {
        least = within("minChunkSize", bytes, 1, most);
        return this;
    }

    /**
     * Begins to publish to this subscriber, if it is the first.
     *
     * @param subscriber gets the bytes
     */
    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (subscribed.compareAndSet(false, true)) {
            new ReaderSubscription(reader, executor, least, most, subscriber).start();
        } else {
            subscriber.onSubscribe(new Refused());
            subscriber.onError(
                    new IllegalStateException("a ring's reader has one subscriber, and this one has had it"));
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return "RingPublisher[" + reader + "]";
    }

    private static int within(String what, int value, int from, int to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(what + " must be in " + from + ".." + to + ": " + value);
        }
        return value;
    }

    /** The subscription of a subscriber that is refused at once. */
    private static final class Refused implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
