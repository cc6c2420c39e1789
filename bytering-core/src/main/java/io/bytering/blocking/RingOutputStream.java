package io.bytering.blocking;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The room of a ring as an {@link OutputStream}, in place of {@link java.io.PipedOutputStream}.
 *
 * <p>A write returns when all bytes are in the ring, and they are the reader's at once: there is nothing to flush. When the
 * reader is closed, also while a write waits, it throws {@link io.bytering.RingAbandonedException}. Closing ends the stream
 * and may be done from another thread, which wakes a blocked write with {@link
 * java.nio.channels.AsynchronousCloseException}. One thread at a time writes.
 */
final class RingOutputStream extends OutputStream {
    private final BlockingWriter writer;
    private final byte[] one = new byte[1];

    RingOutputStream(BlockingWriter writer) {
        this.writer = writer;
    }

    @Override
    public void write(int value) throws IOException {
        one[0] = (byte) value;
        writer.write(one, 0, 1);
    }

    @Override
    public void write(byte[] src, int offset, int length) throws IOException {
        writer.write(src, offset, length);
    }

    @Override
    public void close() {
        writer.close();
    }
}
