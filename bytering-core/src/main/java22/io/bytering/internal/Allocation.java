package io.bytering.internal;

import io.bytering.storage.Memory;
import java.lang.foreign.Arena;

/** Direct memory of any alignment, a cache line's at least, freed on close, or by the garbage collector if forgotten. */
public final class Allocation {
    private static final int CACHE_LINE = 64;

    private Allocation() {}

    public static Memory direct(int capacity, int alignment) {
        Arena arena = Arena.ofShared();
        LiveMemory.add(capacity);
        try {
            return new Native(arena, capacity, Math.max(alignment, CACHE_LINE));
        } catch (Throwable e) {
            arena.close(); // also when the memory was there, but nothing was left to keep account of it
            LiveMemory.remove(capacity);
            throw e;
        }
    }

    private static final class Native extends Memory implements SafelyFreed {
        private final Lifetime lifetime;

        Native(Arena arena, int capacity, int alignment) {
            super(arena.allocate(capacity, alignment).asByteBuffer());
            this.lifetime = new Lifetime(this, arena, capacity);
        }

        @Override
        public void close() {
            lifetime.close();
        }
    }
}
