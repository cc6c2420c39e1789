package io.bytering.storage;

import io.bytering.internal.Checks;
import io.bytering.internal.Mirrors;

/** The two storages over {@link MirroredMemory}. */
final class MirroredStorage {
    private MirroredStorage() {}

    static Memory allocate(int capacity, int alignment) {
        Checks.within("alignment of mirrored storage", alignment, 1, Mirrors.granularity());
        return MirroredMemory.allocate(capacity);
    }

    static Memory allocateIfPossible(int capacity, int alignment) {
        if (MirroredMemory.isSupported()
                && alignment <= Mirrors.granularity()
                && capacity <= MirroredMemory.largest(Mirrors.granularity())) {
            try {
                return MirroredMemory.allocate(capacity);
            } catch (OutOfMemoryError e) {
                // a sandbox forbids it, or mappings have run out: there may still be memory
            }
        }
        return Storage.direct().allocate(capacity, alignment);
    }
}
