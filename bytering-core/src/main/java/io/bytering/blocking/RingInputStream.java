package io.bytering.blocking;

import io.bytering.internal.Checks;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** The bytes of a ring as an {@link InputStream}; its contract is told at {@link BlockingReader#inputStream}. */
final class RingInputStream extends InputStream {
    private final BlockingReader reader;
    private final byte[] one = new byte[1];

    RingInputStream(BlockingReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        return reader.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] dst, int offset, int length) throws IOException {
        return reader.read(dst, offset, length);
    }

    @Override
    public long skip(long count) throws IOException {
        long done = 0;
        try {
            while (done < count) {
                int skipped = reader.skip((int) Math.min(count - done, Integer.MAX_VALUE));
                if (skipped < 0) {
                    break;
                }
                done += skipped;
            }
            return done;
        } catch (InterruptedIOException e) {
            e.bytesTransferred = (int) Math.min(done, Integer.MAX_VALUE);
            throw e;
        }
    }

    /** As the inherited one, but if it is cut short, the exception tells how many bytes are in the array. */
    @Override
    public int readNBytes(byte[] dst, int offset, int length) throws IOException {
        Checks.range(dst.length, offset, length);
        int done = 0;
        try {
            while (done < length) {
                int count = reader.read(dst, offset + done, length - done);
                if (count < 0) {
                    break;
                }
                done += count;
            }
            return done;
        } catch (InterruptedIOException e) {
            e.bytesTransferred = done;
            throw e;
        }
    }

    /** The bytes that can be read without waiting; 0 at the end of the stream. */
    @Override
    public int available() throws IOException {
        reader.requireOpen();
        return reader.reader().readableBytes();
    }

    @Override
    public void close() {
        reader.close();
    }
}
