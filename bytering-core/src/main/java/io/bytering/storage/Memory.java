package io.bytering.storage;

import io.bytering.internal.SafelyFreed;
import java.nio.ByteBuffer;

/**
 * One piece of memory. Unless it is closed, it lives as long as this object is reachable; that of {@link Storage#heap()}, {@link
 * Storage#direct()} and {@link Storage#mirrored()} also as long as its buffer, or a view of that, is.
 */
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

    /**
     * Frees the memory or gives it back, now or a moment later. A ring calls it once: when its halves are closed and no call
     * needs the memory any more, on the thread that closes the last half or ends the last call.
     */
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
