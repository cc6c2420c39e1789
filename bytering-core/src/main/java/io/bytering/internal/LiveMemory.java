package io.bytering.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** Bytes that are not freed yet. The JVM does not count them, so that nothing else would make it look for forgotten ones. */
final class LiveMemory {
    /** Mappings run out before memory does: these many small ones make the JVM look too. */
    private static final int MAPPINGS = 8192;

    /** The last of the moments that are waited for it, each twice as long as the one before; milliseconds. */
    private static final int LONGEST = 256;

    private static final AtomicLong LIVE = new AtomicLong();
    private static final long FIRST_LOOK = Runtime.getRuntime().maxMemory();
    private static volatile long nextLook = FIRST_LOOK;

    /** Whether the system has ever mapped anything: where a sandbox forbids it, there is nothing to be freed. */
    private static volatile boolean maps;

    private LiveMemory() {}

    /**
     * Counts what the system maps, until that is {@linkplain #remove removed}. Huge pages are few, and who wants them mostly has
     * another way: for them nothing is freed.
     *
     * @param system is given the number to remove
     * @throws OutOfMemoryError if the system refuses, also after what was forgotten is freed
     */
    static Mapping map(int capacity, boolean huge, LongFunction<Mapping> system) {
        long counted = Math.max(capacity, FIRST_LOOK / MAPPINGS);
        add(counted);
        try {
            Mapping mapping = huge || !maps ? system.apply(counted) : mapOrFree(counted, system);
            maps = true;
            return mapping;
        } catch (Throwable e) {
            remove(counted);
            throw e;
        }
    }

    private static Mapping mapOrFree(long counted, LongFunction<Mapping> system) {
        for (int millis = 1; ; millis *= 2) {
            try {
                return system.apply(counted);
            } catch (OutOfMemoryError refused) {
                if (millis > LONGEST) {
                    throw refused;
                }
                if (millis == 1) {
                    System.gc();
                }
                sleep(millis);
            }
        }
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
            for (int millis = 1; LIVE.get() > nextLook && millis <= LONGEST; millis *= 2) {
                sleep(millis);
            }
            nextLook = Math.max(FIRST_LOOK, 2 * LIVE.get());
        }
    }

    /** What frees is a thread of its own, a moment later. */
    private static void sleep(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        for (long left; (left = end - System.nanoTime()) > 0; ) {
            interrupted |= Thread.interrupted(); // else it would not sleep at all
            LockSupport.parkNanos(left);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
