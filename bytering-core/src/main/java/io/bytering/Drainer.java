package io.bytering;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads straight from the bytes that wait in a ring. See {@link RingReader#drain}. */
@FunctionalInterface
public interface Drainer {
    /**
     * Takes bytes from the slices in order, the first before the second.
     *
     * @param slices two buffers, each from its position to its limit; the second may be empty. They belong to the ring
     *     and are valid during this call only. Their positions need not be moved. Writing into them harms nobody: the
     *     bytes are the reader's until they are consumed.
     * @param length the bytes that wait, over both slices; 0 when the ring is empty
     * @return how many bytes were taken and may be consumed, from 0 to {@code length}
     * @throws IOException if it likes; it passes through to the caller, and nothing is consumed
     */
    int drain(ByteBuffer[] slices, int length) throws IOException;
}
