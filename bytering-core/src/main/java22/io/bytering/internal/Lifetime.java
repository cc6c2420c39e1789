package io.bytering.internal;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/** Closes an arena when its memory is closed, or when nobody can reach the memory's buffer any more, nor a view of it. */
class Lifetime extends Piece {
    /** Does not refer to the buffer, which else would stay reachable forever. */
    private final Arena arena;

    Lifetime(ByteBuffer buffer, Arena arena, long counted) {
        super(buffer, counted);
        this.arena = arena;
    }

    @Override
    boolean free() {
        if (arena.scope().isAlive()) {
            try {
                arena.close();
            } catch (IllegalStateException inUse) {
                return false; // a channel is reading or writing this memory just now
            }
        }
        return true;
    }
}
