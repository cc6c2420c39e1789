package io.bytering.internal;

import io.bytering.storage.Memory;
import java.nio.ByteBuffer;

/** Direct memory where nothing more than Android's API 24 is known: aligned to 8, freed by the garbage collector. */
public final class Allocation {
    private Allocation() {}

    public static Memory direct(int capacity, int alignment) {
        Checks.within("alignment of direct storage on this platform", alignment, 1, 8);
        return Memory.of(ByteBuffer.allocateDirect(capacity));
    }
}
