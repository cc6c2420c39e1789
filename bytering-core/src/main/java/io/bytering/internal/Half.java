package io.bytering.internal;

/**
 * A half, as layers know it that wait for it: they count there too, which is no part of its public contract.
 *
 * <p>It also keeps whatever lies before a half in memory off the lines of its fields: a superclass's fields come first.
 */
public abstract class Half {
    // Takes the gap that an object header of 12 bytes leaves: otherwise a field of a subclass would.
    int p;

    // 128 bytes: two cache lines, because adjacent lines are fetched in pairs.
    long p00, p01, p02, p03, p04, p05, p06, p07;
    long p08, p09, p10, p11, p12, p13, p14, p15;

    /** What the half has counted. Not for users, who see {@link io.bytering.RingStatistics}; {@link Counters#of} asks. */
    protected abstract Counters counters();
}
