package io.bytering.blocking;

import java.lang.reflect.Method;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a waiting thread lets others have its core or its carrier.
 *
 * <p>A virtual thread that yields goes to the end of its carrier's own queue, and a carrier looks for threads that were
 * started or woken from outside only when that queue is empty: as many yielding threads as there are carriers would keep
 * everybody else out forever. So a virtual thread parks for a moment now and then, which empties the queue. Platform
 * threads never do: it would cost them tens of microseconds and gain nothing.
 */
final class Yield {
    /** Seldom enough that two virtual threads that take turns by yielding lose nothing by it. */
    private static final int YIELDS_PER_PARK = 64;

    /** {@code Thread.isVirtual()}, by reflection because it came with Java 21; null before that, and on Android. */
    private static final @Nullable Method IS_VIRTUAL = find();

    private Yield() {}

    private static @Nullable Method find() {
        try {
            return Thread.class.getMethod("isVirtual");
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /**
     * Lets others run.
     *
     * @param times how often this was done before in this wait
     */
    static void now(int times) {
        if (times % YIELDS_PER_PARK == YIELDS_PER_PARK - 1 && isVirtual()) {
            LockSupport.parkNanos(1);
        } else {
            Thread.yield();
        }
    }

    private static boolean isVirtual() {
        try {
            return IS_VIRTUAL != null && (Boolean) IS_VIRTUAL.invoke(Thread.currentThread());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Thread.isVirtual", e);
        }
    }
}
