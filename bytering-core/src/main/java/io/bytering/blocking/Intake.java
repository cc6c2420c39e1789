package io.bytering.blocking;

import io.bytering.Filler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Fills the room that one look at the ring has found from where the bytes come from: a filler or a channel of the user's. A
 * writer has one, which it aims again for each call, so that no call allocates.
 */
final class Intake implements Filler, ScatteringByteChannel {
    @Nullable
    Filler filler;

    @Nullable
    ScatteringByteChannel source;

    /** The stranger was called. If not, there was no room: a reader that starts at the oldest byte may take it away again. */
    boolean called;

    /** The stranger is at work: what is thrown now is to be passed on as it is. */
    boolean inside;

    @Override
    public int fill(ByteBuffer[] slices, int length) throws IOException {
        if (length == 0 || filler == null) {
            return 0;
        }
        called = true;
        inside = true;
        int count = filler.fill(slices, length);
        inside = false;
        return count;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (source == null) {
            return 0;
        }
        called = true;
        inside = true;
        int count = source.read(dst);
        inside = false;
        return count;
    }

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        if (source == null) {
            return 0;
        }
        called = true;
        inside = true;
        long count = source.read(dsts, offset, length);
        inside = false;
        return count;
    }

    @Override
    public long read(ByteBuffer[] dsts) throws IOException {
        return read(dsts, 0, dsts.length);
    }

    @Override
    public boolean isOpen() {
        return source != null && source.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (source != null) {
            source.close();
        }
    }
}
