package io.bytering.item;

import io.bytering.ByteRing;
import io.bytering.internal.Checks;
import io.bytering.internal.Mirrors;
import io.bytering.storage.HugePages;
import io.bytering.storage.Memory;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.util.function.Supplier;

/** Rings of items need memory for whole ones, also where it comes in whole pages. */
final class WholeItems {
    private WholeItems() {}

    /** The bytes of so many items, and of one at least. */
    static int bytes(int items, int size) {
        Checks.within("capacity in items of " + size + " bytes", items, 0, ByteRing.MAX_CAPACITY / size);
        return Math.max(items, 1) * size;
    }

    /** A view of a ring or a reader that was made for it: if the view can't be, nobody else will close that. */
    static <T> T orClosed(AutoCloseable below, Supplier<T> view) {
        try {
            return view.get();
        } catch (Throwable e) {
            try {
                below.close();
            } catch (Throwable ofClose) {
                e.addSuppressed(ofClose);
            }
            throw e;
        }
    }

    static Storage storage(Storage storage, int size) {
        return (capacity, alignment) -> {
            Memory memory = storage.allocate(capacity, alignment);
            if (!(memory instanceof MirroredMemory)) {
                return memory;
            }
            MirroredMemory pages = (MirroredMemory) memory;
            if (pages.capacity() % size == 0) {
                return memory;
            }
            memory.close();
            boolean huge = pages.pageSize() > Mirrors.granularity(false);
            return MirroredMemory.allocate(capacity, size, huge ? HugePages.REQUIRED : HugePages.NONE);
        };
    }
}
