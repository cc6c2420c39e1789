package io.bytering.blocking;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;

/** A {@link BlockingReader} as a channel: a read waits for one byte, if there is room for it, and takes as many as there are. */
class RingReadableChannel extends RingChannelBase implements ScatteringByteChannel {
    private final BlockingReader reader;

    RingReadableChannel(BlockingReader reader) {
        this(reader, false);
    }

    RingReadableChannel(BlockingReader reader, boolean closeOnInterrupt) {
        super(closeOnInterrupt);
        this.reader = reader;
    }

    @Override
    public final int read(ByteBuffer dst) throws IOException {
        check(dst, true);
        operation.lock();
        try {
            begin();
            return reader.read(dst);
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } finally {
            operation.unlock();
        }
    }

    @Override
    public final long read(ByteBuffer[] dsts) throws IOException {
        return read(dsts, 0, dsts.length);
    }

    @Override
    public final long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        checkAll(dsts, offset, length, true);
        operation.lock();
        try {
            begin();
            long total = 0;
            for (int i = offset; i < offset + length; i++) {
                if (!dsts[i].hasRemaining()) {
                    continue;
                }
                // waits for the first byte only
                int count = total == 0 ? reader.read(dsts[i]) : reader.readNow(dsts[i]);
                if (count < 0) {
                    return total == 0 ? -1 : total;
                }
                total += count;
                if (dsts[i].hasRemaining()) {
                    break;
                }
            }
            return total;
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } finally {
            operation.unlock();
        }
    }

    @Override
    public final boolean isOpen() {
        return !reader.isClosed();
    }

    @Override
    public final void close() {
        reader.close();
    }
}
