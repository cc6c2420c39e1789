package io.bytering.flow;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what it is sent into a ring. It asks for the next element when the last one is in the ring, so it holds one element
 * besides what the ring holds. No thread is blocked: while the ring is full, nothing is asked for.
 *
 * <pre>{@code
 * ByteRing ring = ByteRing.ofCapacity(64 * 1024);
 * BodyHandler<Void> handler = BodyHandlers.fromSubscriber(RingSubscriber.ofLists(ring.writer()));
 * }</pre>
 *
 * <p><b>Endings.</b>
 *
 * <ul>
 *   <li>{@code onComplete}: the writer is closed, behind the last byte.
 *   <li>{@code onError}: the writer is closed with that cause, behind the last byte.
 *   <li>The reader closes: the subscription is canceled, and the writer is closed. This happens at once, by the writer's {@link
 *       RingWriter#onAbandoned} action; if the writer has an action of yours already, then at the next element.
 *   <li>Another thread closes the writer: the subscription is canceled at the next element, or at once if there is an element that
 *       waits for room.
 *   <li>The publisher sends more than was asked for, and there is no room: the subscription is canceled, and the writer is closed with
 *       an {@link IllegalStateException}.
 *   <li>The executor refuses a task: the subscription is canceled, and the writer is closed with its exception.
 * </ul>
 *
 * A publisher that never subscribes this, or never ends, leaves the writer open: close it yourself.
 *
 * <p><b>Threads.</b> The writer belongs to this subscriber: do not use it otherwise, but any thread may close it. Elements are copied on
 * the thread that sends them. After a wait for room, the rest is copied, and the next element is asked for, on the executor.
 *
 * @param <T> {@link ByteBuffer}, or a list of them. The bytes are those from the buffer's position to its limit; the buffer itself
 *     stays as it is
 */
public final class RingSubscriber<T> implements Flow.Subscriber<T> {
    private final RingWriter writer;
    private final Function<T, Iterator<ByteBuffer>> buffersOf;
    private final Filling filling;

    /** The element that is not yet in the ring. The publisher's thread sets it, a turn takes it away. */
    private volatile @Nullable T element;

    /** No element will come any more. */
    private volatile boolean ended;

    private volatile @Nullable Throwable failure;
    private volatile @Nullable Throwable fault;
    private volatile Flow.@Nullable Subscription subscription;

    private RingSubscriber(RingWriter writer, Executor executor, Function<T, Iterator<ByteBuffer>> buffersOf) {
        if (!writer.signals()) {
            throw new IllegalStateException(
                    "this ring was built with signals(false): its reader can't wake a subscriber");
        }
        this.writer = writer;
        this.buffersOf = buffersOf;
        this.filling = new Filling(executor);
    }

    /**
     * Goes on after waits on threads of the pool that asynchronous methods of {@link java.util.concurrent.CompletableFuture}
     * use.
     *
     * @param writer the half to write to
     * @return a subscriber, for one subscription
     * @throws IllegalStateException if the ring was built with {@code signals(false)}
     */
    public static RingSubscriber<ByteBuffer> of(RingWriter writer) {
        return of(writer, Turns.anyExecutor());
    }

    /**
     * Goes on after waits on an executor of your own. {@code Runnable::run} goes on where the ring is read or closed: then the
     * publisher's {@code request} and {@code cancel} are called inside the reader's calls.
     *
     * @param writer the half to write to
     * @param executor where it goes on
     * @return a subscriber, for one subscription
     * @throws IllegalStateException if the ring was built with {@code signals(false)}
     */
    public static RingSubscriber<ByteBuffer> of(RingWriter writer, Executor executor) {
        return new RingSubscriber<>(writer, executor, buffer -> List.of(buffer).iterator());
    }

    /**
     * As {@link #of(RingWriter)}, of lists of buffers: what {@code BodyHandlers.fromSubscriber} of the JDK's HTTP client takes.
     *
     * @param writer the half to write to
     * @return a subscriber, for one subscription
     * @throws IllegalStateException if the ring was built with {@code signals(false)}
     */
    public static RingSubscriber<List<ByteBuffer>> ofLists(RingWriter writer) {
        return ofLists(writer, Turns.anyExecutor());
    }

    /**
     * As {@link #of(RingWriter, Executor)}, of lists of buffers.
     *
     * @param writer the half to write to
     * @param executor where it goes on
     * @return a subscriber, for one subscription
     * @throws IllegalStateException if the ring was built with {@code signals(false)}
     */
    public static RingSubscriber<List<ByteBuffer>> ofLists(RingWriter writer, Executor executor) {
        return new RingSubscriber<>(writer, executor, List::iterator);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription");
        if (this.subscription != null) {
            subscription.cancel(); // rule 2.5
            return;
        }
        this.subscription = subscription;
        try {
            writer.onAbandoned(filling::ask);
        } catch (IllegalStateException otherAction) {
            // or the writer of a broadcast, which is never abandoned: the next element finds out
        }
        filling.askHere();
    }

    @Override
    public void onNext(T element) {
        Objects.requireNonNull(element, "element");
        if (this.element == null) {
            this.element = element;
        } else {
            fault = new IllegalStateException("the publisher has sent more than it was asked for (rule 1.1)");
        }
        filling.askHere();
    }

    @Override
    public void onError(Throwable cause) {
        failure = Objects.requireNonNull(cause, "cause");
        ended = true;
        filling.askHere();
    }

    @Override
    public void onComplete() {
        ended = true;
        filling.askHere();
    }

    /** For people. */
    @Override
    public String toString() {
        return "RingSubscriber[" + writer + "]";
    }

    /** Writes, one thread at a time. */
    private final class Filling extends Turns implements Waiter {
        /** What is left of {@link #element}, and the buffer among it that is just being written. */
        private @Nullable Iterator<ByteBuffer> buffers;

        private ByteBuffer buffer = ByteBuffer.allocate(0);

        /** Whether the first element was asked for. */
        private boolean begun;

        /** Whether the ring has had its last byte. */
        private boolean over;

        private volatile boolean armed;

        Filling(Executor executor) {
            super(executor, false);
        }

        @Override
        public void wake() {
            armed = false;
            ask();
        }

        @Override
        void refused(Throwable cause) {
            fault = cause;
        }

        @Override
        void turn() {
            if (over) {
                element = null;
                return;
            }
            try {
                while (step()) {}
            } catch (RingAbandonedException | RingClosedException e) {
                over(null); // the other side knows
            } catch (Throwable e) {
                over(e);
            }
        }

        /** Whether there is more to do now. */
        private boolean step() throws RingAbandonedException {
            Throwable wrong = fault;
            if (wrong != null || writer.isAbandoned() || writer.isClosed()) {
                over(wrong);
                return false;
            }
            boolean last = ended; // before the element, else the last one is missed
            T now = element;
            if (now != null) {
                if (!write(now)) {
                    return !sleep();
                }
                element = null;
                request();
                return true;
            }
            if (last) {
                over = true;
                writer.close(failure);
                return false;
            }
            if (!begun) {
                begun = true;
                request();
                return true;
            }
            return false;
        }

        /** Whether all of it is in the ring. */
        private boolean write(T now) throws RingAbandonedException {
            Iterator<ByteBuffer> rest = buffers;
            if (rest == null) {
                rest = buffersOf.apply(now);
                buffers = rest;
            }
            while (true) {
                if (buffer.hasRemaining()) {
                    writer.write(buffer);
                    if (buffer.hasRemaining()) {
                        return false;
                    }
                }
                if (!rest.hasNext()) {
                    buffers = null;
                    return true;
                }
                buffer = rest.next().duplicate(); // others may have been sent the same one
            }
        }

        /** Whether it will be woken when there is room; else it is to look again. */
        private boolean sleep() {
            if (armed) {
                return true;
            }
            armed = true; // before the arm, which may wake at once
            boolean asleep = false;
            try {
                asleep = writer.arm(this, 1);
            } finally {
                if (!asleep) {
                    armed = false;
                }
            }
            return asleep;
        }

        private void request() {
            Flow.Subscription from = subscription;
            if (from != null && !ended) {
                from.request(1);
            }
        }

        /** Before the publisher has ended. */
        private void over(@Nullable Throwable cause) {
            over = true;
            element = null;
            buffers = null;
            writer.close(cause);
            Flow.Subscription from = subscription;
            if (from != null && !ended) {
                try {
                    from.cancel();
                } catch (Throwable e) {
                    report(e); // rule 3.15 forbids it
                }
            }
        }
    }
}
