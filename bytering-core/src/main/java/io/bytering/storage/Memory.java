package io.bytering.storage;

import io.bytering.internal.SafelyFreed;
import java.nio.ByteBuffer;

/** One piece of memory. Whoever uses the buffer keeps this object reachable meanwhile. */
public abstract class Memory implements AutoCloseable {
    private final ByteBuffer buffer;

    /**
     * For storages of your own.
     *
     * @param buffer the bytes; the ring uses those from index 0 to its capacity
     */
    protected Memory(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Memory that the garbage collector frees.
     *
     * @param buffer the bytes
     * @return memory whose {@link #close} does nothing
     */
    public static Memory of(ByteBuffer buffer) {
        return new Collected(buffer);
    }

    /**
     * The bytes.
     *
     * @return always the same buffer
     */
    public final ByteBuffer buffer() {
        return buffer;
    }

    /** Frees or gives back the memory. Called once, by whichever half of a ring is closed last, on its thread. */
    @Override
    public abstract void close();

    /** Memory that the garbage collector frees. */
    private static final class Collected extends Memory implements SafelyFreed {
        Collected(ByteBuffer buffer) {
            super(buffer);
        }

        @Override
        public void close() {
            // the garbage collector's
        }
    }
}
