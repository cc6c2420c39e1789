package io.bytering.blocking;

import io.bytering.internal.Checks;
import java.io.IOException;
import java.io.OutputStream;

/** The room of a ring as an {@link OutputStream}; its contract is at {@link BlockingWriter#outputStream}. */
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
        Checks.range(src.length, offset, length);
        if (length > 0) { // else it never fails, as that of a piped stream
            writer.write(src, offset, length);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
