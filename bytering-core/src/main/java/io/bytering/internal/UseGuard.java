package io.bytering.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds two threads inside one half at the same time, which is always a bug. Called in {@code assert} statements only, so
 * that it costs nothing where assertions are off. A thread may enter again from within a callback. Questions do not come here:
 * any thread may ask them.
 */
public final class UseGuard {
    private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
    private int depth;

    public boolean enter(Object half) {
        Thread current = Thread.currentThread();
        Thread other = inside.get();
        while (other != current) {
            if (other != null) {
                throw new AssertionError("two threads use the same " + half + " at once: " + other + " is inside, "
                        + current + " came in");
            }
            if (inside.compareAndSet(null, current)) {
                break;
            }
            other = inside.get();
        }
        depth++;
        return true;
    }

    public boolean exit() {
        if (--depth == 0) {
            inside.set(null);
        }
        return true;
    }
}
