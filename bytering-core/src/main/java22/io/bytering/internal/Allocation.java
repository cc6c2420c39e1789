package io.bytering.internal;

import io.bytering.storage.Memory;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Direct memory of any alignment, a cache line's at least, freed on close, or by the garbage collector if forgotten. */
public final class Allocation {
    private static final int CACHE_LINE = 64;
    private static final Cleaner CLEANER = Cleaner.create();

    /** Bytes that are not freed yet. The JVM does not count them, so that nothing would make it look for forgotten ones. */
    private static final AtomicLong LIVE = new AtomicLong();

    private static final long FIRST_LOOK = Runtime.getRuntime().maxMemory();
    private static volatile long nextLook = FIRST_LOOK;

    private Allocation() {}

    public static Memory direct(int capacity, int alignment) {
        if (LIVE.addAndGet(capacity) > nextLook) {
            freeForgotten();
        }
        try {
            return new Native(Arena.ofShared(), capacity, Math.max(alignment, CACHE_LINE));
        } catch (OutOfMemoryError e) {
            LIVE.addAndGet(-capacity);
            throw e;
        }
    }

    /** As {@code java.nio} does it for its own direct buffers; but it refuses nothing, as the system does that. */
    private static synchronized void freeForgotten() {
        if (LIVE.get() > nextLook) {
            System.gc();
            // The cleaner frees on a thread of its own, a moment later.
            for (int millis = 1; LIVE.get() > nextLook && millis <= 128; millis *= 2) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            }
            nextLook = Math.max(FIRST_LOOK, 2 * LIVE.get());
        }
    }

    private static final class Native extends Memory {
        private final Arena arena;
        private final Cleaner.Cleanable freeing;

        Native(Arena arena, int capacity, int alignment) {
            super(arena.allocate(capacity, alignment).asByteBuffer());
            this.arena = arena;
            this.freeing = CLEANER.register(this, new Freeing(arena, capacity));
        }

        @Override
        public void close() {
            try {
                arena.close();
            } catch (IllegalStateException inUse) {
                return; // a channel is reading or writing this memory just now: left to the garbage collector
            }
            freeing.clean();
        }
    }

    /** Holds the arena only: a reference back to the memory would keep it reachable for ever. */
    private record Freeing(Arena arena, int capacity) implements Runnable {
        @Override
        public void run() {
            if (arena.scope().isAlive()) {
                arena.close();
            }
            LIVE.addAndGet(-capacity);
        }
    }
}
