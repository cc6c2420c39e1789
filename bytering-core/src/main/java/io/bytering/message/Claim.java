package io.bytering.message;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The claim of one writer, apart from the writer so that it outlives one that was forgotten. The value is whether there is one.
 *
 * <p>Only the writer's thread stores here, and settles; except where that thread has ended or the writer is out of reach: then
 * the thread that {@linkplain #take takes} the claim settles it.
 */
final class Claim extends AtomicInteger {
    private static final long serialVersionUID = 1L;

    private static final int NONE = 0;
    private static final int HELD = 1;

    // The value lies before these; 128 bytes behind them, as writers make their claims next to each other.
    /** The tail before the claim. */
    long from;

    /** The tail behind it. */
    long to;

    long p00, p01, p02, p03, p04, p05, p06, p07;
    long p08, p09, p10, p11, p12, p13, p14, p15;

    boolean isHeld() {
        return get() == HELD;
    }

    /** After the claim was made. */
    void hold(long tail, long next) {
        from = tail;
        to = next;
        lazySet(HELD);
    }

    /** After it was settled, or undone. */
    void drop() {
        lazySet(NONE);
    }

    /** In place of the writer's thread. True: the caller settles it. */
    boolean take() {
        return compareAndSet(HELD, NONE);
    }
}
