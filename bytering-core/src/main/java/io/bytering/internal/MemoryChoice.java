package io.bytering.internal;

import io.bytering.ByteRing;
import io.bytering.storage.Memory;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The capacity and storage that a builder was given. */
public final class MemoryChoice {
    private static final int UNSET = 0;

    private int capacity = UNSET;
    private int alignment = UNSET;
    private @Nullable Storage storage;
    private boolean exact;

    public void capacity(int bytes) {
        Checks.within("capacity", bytes, 1, ByteRing.MAX_CAPACITY);
        this.capacity = bytes;
    }

    public void alignment(int bytes) {
        if (Integer.bitCount(bytes) != 1 || bytes < 0) {
            throw new IllegalArgumentException("alignment must be a power of two in 1..1073741824: " + bytes);
        }
        this.alignment = bytes;
    }

    public void storage(Storage from) {
        this.storage = Objects.requireNonNull(from, "storage");
    }

    /** The capacity asked for, also on mirrored memory, for tests that would not fill a page. */
    public void exact() {
        this.exact = true;
    }

    public boolean isMade() {
        return capacity != UNSET || alignment != UNSET || storage != null;
    }

    /** The capacity of a ring on that memory, which was allocated here. */
    public int capacityOn(Memory memory) {
        return memory instanceof MirroredMemory && !exact ? ((MirroredMemory) memory).capacity() : capacity;
    }

    public Memory allocate() {
        Barrier.requireKnownForm();
        if (capacity == UNSET) {
            throw new IllegalStateException("a capacity is needed: call capacity(bytes)");
        }
        Storage from = storage == null ? Storage.direct() : storage;
        Memory memory = from.allocate(capacity, Math.max(alignment, 1));
        requireUsable(memory);
        return memory;
    }

    /** Memory that is refused goes back to its storage. */
    private void requireUsable(@Nullable Memory memory) {
        ByteBuffer buffer = memory == null ? null : memory.buffer();
        if (buffer != null && !buffer.isReadOnly() && buffer.capacity() >= capacity) {
            return;
        }
        IllegalStateException refusal =
                new IllegalStateException("the storage gave memory that is missing, too small or read-only: capacity="
                        + capacity + ", memory=" + buffer);
        if (memory != null) {
            try {
                memory.close();
            } catch (RuntimeException | Error e) {
                refusal.addSuppressed(e);
            }
        }
        throw refusal;
    }
}
