package io.bytering.internal;

import io.bytering.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * What strangers threw, while a ring went on to do all it has to: the first is thrown in the end, the others are suppressed by
 * it. No call here allocates, so that it works where an {@link OutOfMemoryError} is what was thrown.
 */
public final class Failures {
    private Failures() {}

    /** The one to be thrown in the end. */
    public static Throwable and(@Nullable Throwable before, Throwable next) {
        if (before == null) {
            return next;
        }
        if (before != next) { // a throwable must not suppress itself
            before.addSuppressed(next);
        }
        return before;
    }

    /** Wakes a waiter. Returns what is to be thrown in the end. */
    public static @Nullable Throwable wake(@Nullable Waiter waiter, @Nullable Throwable before) {
        if (waiter == null) {
            return before;
        }
        try {
            waiter.wake();
            return before;
        } catch (Throwable e) {
            return and(before, e);
        }
    }

    /** Throws what there is to throw, checked or not. */
    public static void rethrow(@Nullable Throwable failure) {
        if (failure != null) {
            Failures.<RuntimeException>throwAs(failure);
        }
    }

    @SuppressWarnings("unchecked") // erased: it passes through as it is
    private static <T extends Throwable> void throwAs(Throwable failure) throws T {
        throw (T) failure;
    }
}
