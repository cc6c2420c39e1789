package io.bytering.storage;

import io.bytering.internal.Checks;
import io.bytering.internal.Mirrors;

/** The two storages over {@link MirroredMemory}. */
final class MirroredStorage {
    private MirroredStorage() {}

    static Memory allocate(int capacity, int alignment, HugePages pages) {
        Checks.within("alignment of mirrored storage", alignment, 1, Mirrors.granularity(false));
        return MirroredMemory.allocate(capacity, 1, pages);
    }

    static Memory allocateIfPossible(int capacity, int alignment) {
        if (MirroredMemory.isSupported()
                && alignment <= Mirrors.granularity(false)
                && capacity <= MirroredMemory.largest(Mirrors.granularity(false))) {
            try {
                return MirroredMemory.allocate(capacity);
            } catch (OutOfMemoryError e) {
                // a sandbox forbids it, or mappings have run out: there may still be memory
            }
        }
        return Storage.direct().allocate(capacity, alignment);
    }
}
