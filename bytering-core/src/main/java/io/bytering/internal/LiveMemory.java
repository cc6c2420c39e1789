package io.bytering.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Bytes that are not freed yet. The JVM does not count them, so that nothing else would make it look for forgotten ones. When
 * they have become many, the {@linkplain Freeing thread that frees} makes it look. Those who take memory wait for that only
 * where the system refuses it.
 */
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
        Mapping mapping = take(Math.max(capacity, FIRST_LOOK / MAPPINGS), !huge && maps, system);
        maps = true;
        return mapping;
    }

    /**
     * Counts what the system gives, until that is {@linkplain #remove removed}.
     *
     * @param again whether to ask again, if the system refuses, after what was forgotten is freed
     * @param system is given {@code bytes}
     */
    static <T> T take(long bytes, boolean again, LongFunction<T> system) {
        if (LIVE.addAndGet(bytes) > nextLook) {
            Freeing.look();
        }
        try {
            return again ? takeOrFree(bytes, system) : system.apply(bytes);
        } catch (Throwable e) {
            remove(bytes);
            throw e;
        }
    }

    private static <T> T takeOrFree(long bytes, LongFunction<T> system) {
        boolean looked = false;
        for (int millis = 1; ; millis *= 2) {
            try {
                return system.apply(bytes);
            } catch (OutOfMemoryError refused) {
                if (millis > LONGEST) {
                    throw refused;
                }
                if (!Freeing.freeAll() && !looked) {
                    looked = true;
                    System.gc();
                }
                sleep(millis);
            }
        }
    }

    /** They are freed, or could not be taken. */
    static void remove(long bytes) {
        LIVE.addAndGet(-bytes);
    }

    /** Whether there are so many bytes that a part of them may be forgotten. */
    static boolean isMuch() {
        return LIVE.get() > nextLook;
    }

    /** As {@code java.nio} does it for its own direct buffers; but on the thread that frees, so that nobody stands behind it. */
    static void look() throws InterruptedException {
        if (isMuch()) {
            System.gc();
            Freeing.freeUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST)); // they come a moment later
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
