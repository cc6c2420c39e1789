package io.bytering.blocking.faults;

import io.bytering.Waiter;
import io.bytering.testing.Elsewhere;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong around one half: callbacks fail, its waiters throw, and another thread does something, such as a close,
 * while a callback has the half's memory.
 */
final class Strangers {
    final Throwers throwers;

    /** Actions done by another thread inside a callback. */
    final AtomicInteger inside = new AtomicInteger();

    /** Whether the half's memory may be another ring's once it is closed: what was handed out must not be written to then. */
    final boolean pooled;

    private final AtomicReference<@Nullable Runnable> left = new AtomicReference<>();

    Strangers(Throwers throwers, boolean pooled) {
        this.throwers = throwers;
        this.pooled = pooled;
    }

    /** Within a callback, before it touches the memory. */
    void comeIn() throws IOException {
        Runnable action = left.getAndSet(null);
        if (action != null) {
            inside.incrementAndGet();
            elsewhere(action);
            LockSupport.parkNanos(100_000); // time for others to do harm, if they can
        }
    }

    /** Within a callback, after it has touched the memory. */
    void mayFail(Random random) throws Mishap {
        Mishap.mayHappen(random);
    }

    /** To be done by another thread within the half's next callback; or, if none comes soon, now and here. */
    void doInside(Runnable action) {
        left.set(action);
        long start = System.nanoTime();
        while (left.get() != null && System.nanoTime() - start < 20_000_000) {
            LockSupport.parkNanos(50_000);
        }
        if (left.compareAndSet(action, null)) {
            quietly(action);
        }
    }

    Waiter thrower() {
        return throwers.waiter();
    }

    private void elsewhere(Runnable action) {
        try {
            Elsewhere.call(() -> {
                quietly(action);
                return null;
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A close wakes waiters, which may throw: it has taken effect all the same. */
    void quietly(Runnable action) {
        try {
            action.run();
        } catch (Throwers.Thrown e) {
            throwers.caught(e);
        }
    }
}
