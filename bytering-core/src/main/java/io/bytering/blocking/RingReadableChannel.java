package io.bytering.blocking;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ScatteringByteChannel;

/** A {@link BlockingReader} as a channel: a read waits for one byte, if there is room for it, and takes as many as there are. */
class RingReadableChannel extends RingChannelBase implements ScatteringByteChannel {
    private final BlockingReader reader;

    /** Takes turns with whatever else has this one. */
    RingReadableChannel(BlockingReader reader, Turn turn) {
        this(reader, turn, false);
    }

    RingReadableChannel(BlockingReader reader, Turn turn, boolean closeOnInterrupt) {
        super(turn, closeOnInterrupt);
        this.reader = reader;
    }

    @Override
    public final int read(ByteBuffer dst) throws IOException {
        check(dst, true);
        takeTurn();
        try {
            begin();
            return reader.read(dst);
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } finally {
            turn.end();
        }
    }

    @Override
    public final long read(ByteBuffer[] dsts) throws IOException {
        return read(dsts, 0, dsts.length);
    }

    @Override
    public final long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        checkAll(dsts, offset, length, true);
        takeTurn();
        try {
            begin();
            return reader.read(dsts, offset, length);
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } finally {
            turn.end();
        }
    }

    @Override
    final void requireOpen() throws ClosedChannelException {
        reader.requireOpen();
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
