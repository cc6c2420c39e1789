package io.bytering.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A 64-bit position that one side stores and the other loads, alone on its cache lines: the form for the JVM proper. */
public final class Cursor extends CursorValue {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(CursorValue.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    long q00, q01, q02, q03, q04, q05, q06, q07;
    long q08, q09, q10, q11, q12, q13, q14, q15;

    public Cursor(long initial) {
        VALUE.setVolatile(this, initial);
    }

    /** Everything stored before the release store that wrote this value is visible. */
    public long loadAcquire() {
        return (long) VALUE.getAcquire(this);
    }

    /** As acquire, and no earlier volatile store may pass it (store-load). */
    public long loadVolatile() {
        return (long) VALUE.getVolatile(this);
    }

    /** Everything stored before is visible to a thread that acquires this value. */
    public void storeRelease(long value) {
        VALUE.setRelease(this, value);
    }

    /**
     * No load before this call may be made after it. Only for the thread that stores here.
     *
     * @param held what it stored last
     */
    public void loadFence(long held) {
        VarHandle.acquireFence();
    }

    /** As release, and no later load may pass it (store-load). */
    public void storeVolatile(long value) {
        VALUE.setVolatile(this, value);
    }

    /** As a volatile load and, if it finds what was expected, a volatile store. */
    public boolean compareAndSet(long expected, long value) {
        return VALUE.compareAndSet(this, expected, value);
    }
}
