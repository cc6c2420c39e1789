package io.bytering.blocking.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.Waiter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Waiters that throw when they are woken. Each throw reaches one caller, once, and none is lost. */
final class Throwers {
    /** The call that it reaches has taken effect. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Thrown() {
            super("of a waiter");
        }
    }

    private final Set<Thrown> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger caught = new AtomicInteger();

    /** One that throws. */
    Waiter waiter() {
        return () -> {
            Thrown thrown = new Thrown();
            underWay.add(thrown);
            throw thrown;
        };
    }

    /** Whatever a call of a ring has thrown: it may have brought others along, as its cause or suppressed. */
    void caught(Throwable thrown) {
        caught(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void caught(Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        if (thrown instanceof Thrown) {
            assertTrue(underWay.remove(thrown), "the same throw came out of two calls");
            caught.incrementAndGet();
        }
        caught(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) {
            caught(suppressed, seen);
        }
    }

    /** When every thread has ended. Returns how many there were. */
    int requireNoneLost() {
        assertTrue(underWay.isEmpty(), () -> underWay.size() + " throws of waiters came out of no call");
        return caught.get();
    }
}
