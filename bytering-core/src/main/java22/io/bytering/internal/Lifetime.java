package io.bytering.internal;

import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;

/** Closes an arena when its memory is closed, or when the owner of that memory was forgotten. */
final class Lifetime {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Arena arena;
    private final Cleaner.Cleanable freeing;

    /** The bytes have been {@linkplain LiveMemory#add counted}. */
    Lifetime(Object owner, Arena arena, long bytes) {
        this.arena = arena;
        this.freeing = CLEANER.register(owner, new Freeing(arena, bytes));
    }

    void close() {
        try {
            arena.close();
        } catch (IllegalStateException inUse) {
            return; // a channel is reading or writing this memory just now: left to the garbage collector
        }
        freeing.clean();
    }

    /** Holds the arena only: a reference back to the memory would keep it reachable for ever. */
    private record Freeing(Arena arena, long bytes) implements Runnable {
        @Override
        public void run() {
            if (arena.scope().isAlive()) {
                arena.close();
            }
            LiveMemory.remove(bytes);
        }
    }
}
