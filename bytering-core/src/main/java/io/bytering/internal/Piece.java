package io.bytering.internal;

import java.lang.ref.PhantomReference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One piece of memory outside the heap, to be freed once: when it is closed, or when nobody can reach its buffer any more, nor a
 * view of it. Each view refers to the buffer that it was made from.
 */
abstract class Piece extends PhantomReference<ByteBuffer> {
    /** As {@linkplain LiveMemory counted}. */
    final long bytes;

    /** Whether it was {@linkplain Freeing#close closed}. Published by the queue. */
    boolean closed;

    /** Those who may still copy, if any. Published by the queue. */
    @Nullable
    Copying users;

    /** When it was closed, by {@link System#nanoTime}. Published by the queue. */
    long closedAt;

    /** The maker then hands it to {@link Freeing#watch}. */
    Piece(ByteBuffer buffer, long bytes) {
        super(buffer, Freeing.QUEUE);
        this.bytes = bytes;
    }

    /**
     * Gives the memory back to the system. One thread at a time, until it has succeeded.
     *
     * @return false if a channel is busy in it just now
     */
    abstract boolean free();
}
