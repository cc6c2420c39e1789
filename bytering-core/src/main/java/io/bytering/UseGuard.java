package io.bytering;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds two threads inside one half at the same time, which is always a bug. Called in {@code assert} statements only, so
 * that it costs nothing where assertions are off. A thread may enter again from within a callback.
 */
final class UseGuard {
    private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
    private int depth;

    boolean enter(RingHalf half) {
        Thread current = Thread.currentThread();
        if (inside.get() != current && !inside.compareAndSet(null, current)) {
            throw new AssertionError("two threads use the same " + half + " at once: " + inside.get() + " is inside, "
                    + current + " came in");
        }
        depth++;
        return true;
    }

    boolean exit() {
        if (--depth == 0) {
            inside.set(null);
        }
        return true;
    }
}
