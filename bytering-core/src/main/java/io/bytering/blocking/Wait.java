package io.bytering.blocking;

import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.internal.Barrier;
import io.bytering.internal.Counters;
import io.bytering.internal.Spin;
import io.bytering.internal.WaitEvents;
import io.bytering.message.MessageReader;
import io.bytering.message.MessageWriter;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How one half waits for the other: by its strategy, until something is ready, the thread is interrupted or time is up. */
final class Wait implements Waiter {
    /** No time limit. */
    static final long FOREVER = Long.MAX_VALUE;

    /** Bytes that are worth a look at the other half's line. */
    private static final int ENOUGH = 2048;

    /** How often a sleeper looks for itself where the Java memory model alone does not promise that it is woken. */
    private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** One thing that can be waited for. */
    interface Door {
        /** It is so now, or never will be: the wait is over. */
        boolean isReady(int amount);

        /** Bytes that are ready now. */
        int amount();

        /** As {@code arm} of the half: false if it is ready. */
        boolean arm(Waiter waiter, int amount);

        boolean disarm(Waiter waiter);

        /** Where the half is. */
        long position();
    }

    private final WaitStrategy strategy;
    private final Spins spins;
    private final Counters counters;
    private final Supplier<String> ring;
    private final String side;

    /** Ends the sentence "waited for". */
    private final String what;

    /** How long each wait may take, in nanoseconds. */
    long timeout = FOREVER;

    /** How long each call may take with all its waits, in nanoseconds. */
    long deadline = FOREVER;

    /** What the present wait may take, when it began if that matters, and when its call did. */
    private long limit;

    private boolean begun;
    private long start;
    private long callStart;

    /** An event that was begun and not recorded: the next wait takes it again. */
    private @Nullable Object spareEvent;

    /** What the present wait has come to. */
    private boolean spun;

    private boolean slept;
    private volatile @Nullable Thread sleeper;
    private volatile boolean woken;
    private volatile boolean stopped;

    /** A reader's way of waiting. */
    Wait(WaitStrategy strategy, RingReader reader) {
        this(strategy, reader.signals(), Counters.of(reader), reader.statistics()::name, "reader", "bytes to read");
    }

    /** A writer's way of waiting. */
    Wait(WaitStrategy strategy, RingWriter writer) {
        this(strategy, writer.signals(), Counters.of(writer), writer.statistics()::name, "writer", "room to write");
    }

    /** As the reader of messages waits. Nobody asks for its spins. */
    Wait(WaitStrategy strategy, MessageReader reader) {
        this(strategy, true, new Counters(), reader.statistics()::name, "reader", "messages to read");
    }

    /** As one of many writers of messages waits. */
    Wait(WaitStrategy strategy, MessageWriter writer) {
        this(strategy, true, new Counters(), writer.statistics()::name, "writer", "room for a message");
    }

    private Wait(
            WaitStrategy strategy,
            boolean signals,
            Counters counters,
            Supplier<String> ring,
            String side,
            String what) {
        if (strategy.parks() && !signals) {
            throw new IllegalStateException(
                    "this ring was built with signals(false) and can't wake a parked thread: strategy=" + strategy
                            + "; use busySpin or yielding");
        }
        this.strategy = strategy;
        this.spins = strategy.spins();
        this.counters = counters;
        this.ring = ring;
        this.side = side;
        this.what = what;
    }

    /** Shown where a second one comes and only one may wait. */
    @Override
    public String toString() {
        return sleeper + " waiting for " + what;
    }

    @Override
    public void wake() {
        Thread thread = sleeper; // before woken: afterwards it may already be the sleeper of a later wait
        woken = true;
        LockSupport.unpark(thread);
    }

    /** From any thread: this wait ends, and every later one, unless there is nothing to wait for. */
    void stop() {
        stopped = true; // before the sleeper is looked at; pairs with park, which does it the other way round
        LockSupport.unpark(sleeper);
    }

    /** A call begins. Its result goes to each wait of the call. */
    long callStart() {
        return deadline == FOREVER ? 0 : System.nanoTime();
    }

    /**
     * Between two steps of a call that may take many, none of which need wait.
     *
     * @throws RingTimeoutException when the call has had its time
     */
    void requireTime(long call) throws RingTimeoutException {
        if (deadline != FOREVER && System.nanoTime() - call >= deadline) {
            throw new RingTimeoutException("the call has reached its deadline of " + millis(deadline));
        }
    }

    /**
     * Waits. An interrupt, or a stop, is noticed only here, that is, when there is nothing to do.
     *
     * @param wanted bytes that are as good as any more; see {@link #gather}
     * @param nanos the time limit, or {@link #FOREVER}
     * @param call when the call began
     * @throws InterruptedIOException if the thread is interrupted; its interrupt status stays set; or after {@link #stop}
     * @throws RingTimeoutException when time is up
     */
    void until(Door door, int amount, int wanted, long nanos, long call) throws InterruptedIOException {
        limit = nanos;
        callStart = call;
        begun = false;
        again(door, amount, wanted);
    }

    /** The last wait goes on, within the same limit: what it had waited for was gone when it was wanted. */
    void again(Door door, int amount, int wanted) throws InterruptedIOException {
        if (door.isReady(amount)) {
            return;
        }
        if (!begun) {
            begun = true;
            start = limit == FOREVER ? 0 : System.nanoTime();
        }
        Object event = WaitEvents.begin(spareEvent);
        spun = false;
        slept = false;
        try {
            pass(door, amount);
        } finally {
            if (spun && !slept) {
                counters.add(Counters.SPINS, 1);
            }
            if (event != null) {
                spareEvent = WaitEvents.end(event, ring.get(), side, door.position(), amount, strategy.toString());
            }
        }
        gather(door, door.amount(), wanted);
    }

    private void pass(Door door, int amount) throws InterruptedIOException {
        int most = spins.now();
        int round = 0;
        do {
            failIfOver();
            if (left() <= 0) {
                throw timedOut(amount);
            }
            if (strategy.pass(round, most)) {
                spun = true;
                round = round == Integer.MAX_VALUE ? 0 : round + 1;
            } else {
                long asleep = System.nanoTime();
                park(door, amount);
                spins.slept(System.nanoTime() - asleep);
                most = spins.now();
                round = 0;
            }
        } while (!door.isReady(amount));
        spins.spared(round);
    }

    /**
     * The other half is at work, and there is little to show for it so far: each look takes its line away, and costs more
     * than what is moved after it. So there is a pause before the next look, as long as that brings more.
     *
     * @param before bytes that were ready at the last look
     * @param wanted bytes that are as good as any more
     * @return bytes that are ready now
     */
    int gather(Door door, int before, int wanted) {
        int amount = before;
        for (int hints = 1; hints <= strategy.patience() && amount < Math.min(wanted, ENOUGH); hints *= 2) {
            for (int i = 0; i < hints; i++) {
                Spin.hint();
            }
            int now = door.amount();
            if (now == amount) {
                break;
            }
            amount = now;
        }
        return amount;
    }

    private void park(Door door, int amount) throws InterruptedIOException {
        sleeper = Thread.currentThread();
        woken = false;
        if (!door.arm(this, amount)) {
            return;
        }
        slept = true;
        while (!woken) {
            long left = left();
            boolean over = left <= 0 || stopped || Thread.currentThread().isInterrupted();
            if (!over) {
                sleep(left);
                if (!woken && door.isReady(amount) && door.disarm(this)) {
                    return; // the wake-up is just coming, or was lost against all that is known of the compiler
                }
            } else if (door.disarm(this)) {
                failIfOver();
                throw timedOut(amount);
            } else {
                Thread.yield(); // somebody has just taken the waiter out and is about to set woken
            }
        }
    }

    private void sleep(long nanos) {
        long most = Barrier.isAsymmetric() ? Math.min(nanos, RECHECK_NANOS) : nanos;
        if (most == FOREVER) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, most);
        }
    }

    /** Nanoseconds until the first of both limits, or {@link #FOREVER}. */
    private long left() {
        if (limit == FOREVER && deadline == FOREVER) {
            return FOREVER;
        }
        long now = System.nanoTime();
        long ofWait = limit == FOREVER ? FOREVER : limit - (now - start);
        long ofCall = deadline == FOREVER ? FOREVER : deadline - (now - callStart);
        return Math.min(ofWait, ofCall);
    }

    private void failIfOver() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for " + what);
        }
        if (stopped) {
            throw new InterruptedIOException("stopped while waiting for " + what);
        }
    }

    private RingTimeoutException timedOut(int amount) {
        boolean ofWait = limit != FOREVER && System.nanoTime() - start >= limit;
        String passed = ofWait
                ? "waited " + millis(limit) + " for "
                : "the call has reached its deadline of " + millis(deadline) + " while it waited for ";
        return new RingTimeoutException(passed + what + ": at least " + amount);
    }

    static String millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3 + " ms";
    }
}
