package io.bytering.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A 64-bit position that one side stores and the other loads, alone on its cache lines.
 *
 * <p>This is the form for Android, where an {@link AtomicLong} is the fastest there is at API 24. It pads behind the
 * value only, so cursors are allocated next to each other. On the JVM proper the class in {@code META-INF/versions/11}
 * takes its place, with a {@code VarHandle} and padding on both sides. (AtomicLong's own {@code getAcquire} and
 * {@code setRelease} are final since Java 9 and absent at API 24, hence the other names.)
 */
public final class Cursor extends AtomicLong {
    private static final long serialVersionUID = 1L;

    // 128 bytes: two cache lines, because adjacent lines are fetched in pairs.
    long p00, p01, p02, p03, p04, p05, p06, p07;
    long p08, p09, p10, p11, p12, p13, p14, p15;

    public Cursor(long initial) {
        super(initial);
    }

    /** Everything stored before the release store that wrote this value is visible. */
    public long loadAcquire() {
        return get();
    }

    /** As acquire, and no earlier volatile store may pass it (store-load). */
    public long loadVolatile() {
        return get();
    }

    /** Everything stored before is visible to a thread that acquires this value. */
    public void storeRelease(long value) {
        lazySet(value);
    }

    /**
     * No load before this call may be made after it. Only for the thread that stores here.
     *
     * @param held what it stored last
     */
    public void loadFence(long held) {
        set(held); // there is no such fence at API 24: a volatile store, with the volatile load that follows, is
        // more than that
    }

    /** As release, and no later load may pass it (store-load). */
    public void storeVolatile(long value) {
        set(value);
    }
}
