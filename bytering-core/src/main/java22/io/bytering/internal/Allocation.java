package io.bytering.internal;

import io.bytering.storage.Memory;
import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Direct memory of any alignment, a cache line's at least, freed after its close, or once it is forgotten. */
public final class Allocation {
    private static final int CACHE_LINE = 64;

    private Allocation() {}

    public static Memory direct(int capacity, int alignment) {
        int unit = Math.max(alignment, CACHE_LINE);
        return LiveMemory.take(capacity, true, counted -> allocate(capacity, unit, counted));
    }

    private static Memory allocate(int capacity, int alignment, long counted) {
        Arena arena = Arena.ofShared();
        try {
            ByteBuffer buffer = arena.allocate(capacity, alignment).asByteBuffer();
            Lifetime lifetime = new Lifetime(buffer, arena, counted);
            Memory memory = new Native(buffer, lifetime);
            Freeing.watch(lifetime);
            return memory;
        } catch (Throwable e) {
            arena.close(); // also when the memory was there, but nothing was left to keep account of it
            throw e;
        }
    }

    private static final class Native extends Memory implements SafelyFreed {
        private final Lifetime lifetime;

        Native(ByteBuffer buffer, Lifetime lifetime) {
            super(buffer);
            this.lifetime = lifetime;
        }

        @Override
        public void close() {
            try {
                Freeing.close(lifetime);
            } finally {
                Reference.reachabilityFence(this); // else it might be forgotten at the same time
            }
        }
    }
}
