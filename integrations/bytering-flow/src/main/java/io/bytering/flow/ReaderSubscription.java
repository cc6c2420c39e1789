package io.bytering.flow;

import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.Waiter;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads for one subscriber, as long as it has asked for more. */
final class ReaderSubscription extends Turns implements Flow.Subscription, Waiter {
    private final RingReader reader;
    private final int least;
    private final int most;
    private final AtomicLong demand = new AtomicLong();

    /** Null once it has had its last signal. Set by turns, and before the first. */
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

    /** What the reader waits for; 0 when it does not, or is just being woken. */
    private volatile int armedFor;

    private volatile boolean cancelled;

    /** What is wrong with the subscriber's request, or with the executor. */
    private volatile @Nullable Throwable fault;

    ReaderSubscription(
            RingReader reader, Executor executor, int least, int most, Flow.Subscriber<? super ByteBuffer> subscriber) {
        super(executor, true); // nothing may come before onSubscribe has returned
        this.reader = reader;
        this.least = least;
        this.most = most;
        this.subscriber = subscriber;
    }

    void start() {
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        if (to != null) {
            try {
                to.onSubscribe(this);
            } catch (Throwable e) {
                threw(e);
            }
        }
        begin();
    }

    @Override
    public void request(long n) {
        if (n > 0) {
            demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        } else {
            fault = new IllegalArgumentException("a request must be of at least 1 (rule 3.9): " + n);
        }
        ask();
    }

    @Override
    public void cancel() {
        cancelled = true;
        reader.close(); // here, so that the writer hears of it however busy the executor is
        ask();
    }

    @Override
    public void wake() {
        armedFor = 0;
        ask();
    }

    @Override
    void refused(Throwable cause) {
        fault = cause;
    }

    @Override
    void turn() {
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        if (to == null) {
            return;
        }
        try {
            while (step(to)) {}
        } catch (RingClosedException e) {
            end(to, e);
        } catch (Throwable e) {
            reader.close(e);
            end(to, e);
        }
    }

    /** Whether there is more to do now. */
    private boolean step(Flow.Subscriber<? super ByteBuffer> to) {
        Throwable wrong = fault;
        if (cancelled) {
            subscriber = null;
            return false;
        }
        if (wrong != null) {
            reader.close(wrong);
            end(to, wrong);
            return false;
        }
        boolean ended = reader.isEnded(); // before the count, else the last bytes are missed
        int there = reader.readableBytes();
        if (ended && there == 0) {
            boolean closedHere = reader.isClosed();
            Throwable cause = closedHere ? new RingClosedException("reader", reader.closeCause()) : reader.failure();
            reader.close();
            end(to, cause);
            return false;
        }
        if (demand.get() == 0) {
            return there == 0 && !sleep(1); // the end is told without demand; bytes wait for it
        }
        if (there < least && !ended) {
            return !sleep(least);
        }
        return hand(to, Math.min(there, most));
    }

    private boolean hand(Flow.Subscriber<? super ByteBuffer> to, int length) {
        byte[] bytes = new byte[length];
        int count = reader.read(bytes);
        if (count <= 0) {
            return true; // a lossy reader's bytes were overwritten meanwhile
        }
        demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
        ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, count).slice().asReadOnlyBuffer();
        try {
            to.onNext(chunk);
        } catch (Throwable e) {
            threw(e);
        }
        return true;
    }

    /** Whether it will be woken; else it is to look again. */
    private boolean sleep(int atLeast) {
        int before = armedFor;
        if (before == atLeast || (before != 0 && !reader.disarm(this))) {
            return true; // armed, or just being woken, which asks for a turn
        }
        armedFor = atLeast; // before the arm, which may wake at once
        boolean armed = false;
        try {
            armed = reader.arm(this, atLeast);
        } finally {
            if (!armed) {
                armedFor = 0;
            }
        }
        return armed;
    }

    /** The subscriber threw, which cancels. The writer gets the cause. */
    private void threw(Throwable e) {
        cancelled = true;
        reader.close(e);
        report(e);
    }

    private void end(Flow.Subscriber<? super ByteBuffer> to, @Nullable Throwable cause) {
        subscriber = null;
        if (cancelled) {
            return;
        }
        try {
            if (cause == null) {
                to.onComplete();
            } else {
                to.onError(cause);
            }
        } catch (Throwable e) {
            report(e);
        }
    }
}
