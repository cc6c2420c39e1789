package io.bytering.testing;

import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import java.nio.ByteBuffer;

/** Memory that comes back from a pool or a file as its last user has left it: none of it may ever be read. */
public final class Recovered {
    private static final byte LEFT = 0x55;

    private Recovered() {}

    /** What {@code fresh} gives, but used before. */
    public static Storage storage(Storage fresh) {
        return (capacity, alignment) -> {
            Memory memory = fresh.allocate(capacity, alignment);
            ByteBuffer all = memory.buffer().duplicate();
            all.clear();
            while (all.hasRemaining()) {
                all.put(LEFT);
            }
            return memory;
        };
    }
}
