package io.bytering.internal;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one half has counted, on cache lines of its own. Nothing is counted where bytes just move: only where a half waits, is
 * woken, or finds less than it wanted.
 *
 * <p>All accesses are atomic, also on 32-bit machines, and order nothing: a look sees each number as it was a moment ago.
 */
public final class Counters {
    /** The highest level that the half has seen when it looked at the other. */
    public static final int HIGHEST = 0;

    /** How often the half was armed, and so had to be woken. */
    public static final int SLEEPS = 1;

    /** Waits of the half that were over, one way or another, before it slept. */
    public static final int SPINS = 2;

    /** How often the half was woken. */
    public static final int WAKE_UPS = 3;

    /** Calls that found fewer bytes than were asked for. */
    public static final int UNDERRUNS = 4;

    /** How often bytes were overwritten before the half got them. */
    public static final int OVERRUNS = 5;

    /** How many bytes those were. */
    public static final int MISSED = 6;

    /** How many numbers there are. */
    public static final int COUNT = 7;

    /** Two cache lines, as adjacent lines are fetched in pairs. */
    static final int PADDING = 16;

    private final AtomicLongArray values = new AtomicLongArray(PADDING + COUNT + PADDING);

    /** The counters of a half. */
    public static Counters of(Half half) {
        return half.counters();
    }

    public long get(int which) {
        return values.get(PADDING + which);
    }

    /** Only the half's own thread, so without any fence. */
    public void set(int which, long value) {
        values.lazySet(PADDING + which, value);
    }

    /** Only the half's own thread, as {@link #set}. */
    public void add(int which, long more) {
        set(which, get(which) + more);
    }

    /** Any thread: an atomic exchange, small against what it takes to wake somebody. */
    public void countWakeUp() {
        values.getAndIncrement(PADDING + WAKE_UPS);
    }
}
