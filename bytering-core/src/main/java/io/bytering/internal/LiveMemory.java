package io.bytering.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Bytes that are not freed yet. The JVM does not count them, so that nothing else would make it look for forgotten ones. */
final class LiveMemory {
    /** Mappings run out before memory does: these many small ones make the JVM look too. */
    private static final int MAPPINGS = 8192;

    private static final AtomicLong LIVE = new AtomicLong();
    private static final long FIRST_LOOK = Runtime.getRuntime().maxMemory();
    private static volatile long nextLook = FIRST_LOOK;

    private LiveMemory() {}

    /** What a mapping counts. */
    static long ofMapping(int capacity) {
        return Math.max(capacity, FIRST_LOOK / MAPPINGS);
    }

    /** Comes before the bytes are taken. */
    static void add(long bytes) {
        if (LIVE.addAndGet(bytes) > nextLook) {
            freeForgotten();
        }
    }

    /** They are freed, or could not be taken. */
    static void remove(long bytes) {
        LIVE.addAndGet(-bytes);
    }

    /** As {@code java.nio} does it for its own direct buffers; but it refuses nothing, as the system does that. */
    private static synchronized void freeForgotten() {
        if (LIVE.get() > nextLook) {
            System.gc();
            // What frees is a thread of its own, a moment later.
            for (int millis = 1; LIVE.get() > nextLook && millis <= 128; millis *= 2) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            }
            nextLook = Math.max(FIRST_LOOK, 2 * LIVE.get());
        }
    }
}
