package io.bytering;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes straight into the empty space of a ring. See {@link RingWriter#fill}. */
@FunctionalInterface
public interface Filler {
    /**
     * Fills the slices in order, the first before the second.
     *
     * @param slices two buffers, each from its position to its limit; the second may be empty. They belong to the ring
     *     and are valid during this call only. Their positions need not be moved.
     * @param length the bytes that fit, over both slices; 0 when the ring is full
     * @return how many bytes were written, from 0 to {@code length}
     * @throws IOException if it likes; it passes through to the caller, and nothing is published
     */
    int fill(ByteBuffer[] slices, int length) throws IOException;
}
