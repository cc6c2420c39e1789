package io.bytering.blocking;

import io.bytering.RingReader;
import io.bytering.RingStatistics;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.internal.Barrier;
import io.bytering.internal.Counters;
import io.bytering.internal.Spin;
import io.bytering.internal.WaitEvents;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
    private final RingStatistics ring;
    private final String side;

    /** Ends the sentence «waited for …». */
    private final String what;

    /** What the present wait has come to. */
    private boolean spun;

    private boolean slept;
    private volatile @Nullable Thread sleeper;
    private volatile boolean woken;
    private volatile boolean stopped;

    /** A reader's way of waiting. */
    Wait(WaitStrategy strategy, RingReader reader) {
        this(strategy, reader.signals(), Counters.of(reader), reader.statistics(), "reader", "bytes to read");
    }

    /** A writer's way of waiting. */
    Wait(WaitStrategy strategy, RingWriter writer) {
        this(strategy, writer.signals(), Counters.of(writer), writer.statistics(), "writer", "room to write");
    }

    private Wait(
            WaitStrategy strategy, boolean signals, Counters counters, RingStatistics ring, String side, String what) {
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

    /** Whoever meets it where only one may wait is to know who that is. */
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

    /**
     * Waits. An interrupt, or a stop, is noticed only here, that is, when there is nothing to do.
     *
     * @param wanted bytes that are as good as any more; see {@link #gather}
     * @param nanos the time limit, or {@link #FOREVER}
     * @throws InterruptedIOException if the thread is interrupted; its interrupt status stays set; or after {@link #stop}
     * @throws RingTimeoutException when time is up
     */
    void until(Door door, int amount, int wanted, long nanos) throws InterruptedIOException {
        if (door.isReady(amount)) {
            return;
        }
        Object event = WaitEvents.begin();
        spun = false;
        slept = false;
        try {
            pass(door, amount, nanos);
        } finally {
            if (spun && !slept) {
                counters.add(Counters.SPINS, 1);
            }
            if (event != null) {
                WaitEvents.end(event, ring.name(), side, door.position(), amount, strategy.toString());
            }
        }
        gather(door, door.amount(), wanted);
    }

    private void pass(Door door, int amount, long nanos) throws InterruptedIOException {
        long start = nanos == FOREVER ? 0 : System.nanoTime();
        int most = spins.now();
        int round = 0;
        do {
            failIfOver();
            if (left(start, nanos) <= 0) {
                throw timedOut(amount, nanos);
            }
            if (strategy.pass(round, most)) {
                spun = true;
                round = round == Integer.MAX_VALUE ? 0 : round + 1;
            } else {
                long asleep = System.nanoTime();
                park(door, amount, start, nanos);
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

    private void park(Door door, int amount, long start, long nanos) throws InterruptedIOException {
        sleeper = Thread.currentThread();
        woken = false;
        if (!door.arm(this, amount)) {
            return;
        }
        slept = true;
        while (!woken) {
            long left = left(start, nanos);
            boolean over = left <= 0 || stopped || Thread.currentThread().isInterrupted();
            if (!over) {
                sleep(left);
                if (!woken && door.isReady(amount) && door.disarm(this)) {
                    return; // the wake-up is just coming, or was lost against all that is known of the compiler
                }
            } else if (door.disarm(this)) {
                failIfOver();
                throw timedOut(amount, nanos);
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

    private static long left(long start, long nanos) {
        return nanos == FOREVER ? FOREVER : nanos - (System.nanoTime() - start);
    }

    private void failIfOver() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for " + what);
        }
        if (stopped) {
            throw new InterruptedIOException("stopped while waiting for " + what);
        }
    }

    private RingTimeoutException timedOut(int amount, long nanos) {
        return new RingTimeoutException(
                "waited " + TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3 + " ms for " + what + ": at least " + amount);
    }
}
