package io.bytering.internal;

import io.bytering.storage.Memory;
import java.nio.ByteBuffer;

/** Direct memory of any alignment, a cache line's at least, freed by the garbage collector. */
public final class Allocation {
    private static final int CACHE_LINE = 64;

    private Allocation() {}

    public static Memory direct(int capacity, int alignment) {
        int unit = Math.max(alignment, CACHE_LINE);
        // 2^30 + 2^30 - 1 still is an int
        ByteBuffer room = ByteBuffer.allocateDirect(capacity + unit - 1);
        int misplaced = room.alignmentOffset(0, unit);
        room.position(misplaced == 0 ? 0 : unit - misplaced);
        return Memory.of(room.slice().limit(capacity).slice());
    }
}
