package io.bytering.internal;

import io.bytering.storage.Memory;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;

/** Direct memory of any alignment, a cache line's at least, freed on close, or by the garbage collector if forgotten. */
public final class Allocation {
    private static final int CACHE_LINE = 64;
    private static final Cleaner CLEANER = Cleaner.create();

    private Allocation() {}

    public static Memory direct(int capacity, int alignment) {
        return new Native(Arena.ofShared(), capacity, Math.max(alignment, CACHE_LINE));
    }

    private static final class Native extends Memory {
        private final Arena arena;
        private final Cleaner.Cleanable freeing;

        Native(Arena arena, int capacity, int alignment) {
            super(arena.allocate(capacity, alignment).asByteBuffer());
            this.arena = arena;
            this.freeing = CLEANER.register(this, new Freeing(arena));
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
    private record Freeing(Arena arena) implements Runnable {
        @Override
        public void run() {
            if (arena.scope().isAlive()) {
                arena.close();
            }
        }
    }
}
