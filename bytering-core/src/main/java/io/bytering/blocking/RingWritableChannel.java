package io.bytering.blocking;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;

/** A {@link BlockingWriter} as a channel: a write returns when all bytes of all buffers are in the ring. */
class RingWritableChannel extends RingChannelBase implements GatheringByteChannel {
    private final BlockingWriter writer;

    /** Takes turns with whatever else has this one. */
    RingWritableChannel(BlockingWriter writer, Turn turn) {
        this(writer, turn, false);
    }

    RingWritableChannel(BlockingWriter writer, Turn turn, boolean closeOnInterrupt) {
        super(turn, closeOnInterrupt);
        this.writer = writer;
    }

    @Override
    public final int write(ByteBuffer src) throws IOException {
        takeTurn();
        try {
            begin();
            return writer.write(src);
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } finally {
            turn.end();
        }
    }

    @Override
    public final long write(ByteBuffer[] srcs) throws IOException {
        return write(srcs, 0, srcs.length);
    }

    @Override
    public final long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        checkAll(srcs, offset, length, false);
        long total = 0;
        takeTurn();
        try {
            begin();
            long call = writer.callStart();
            for (int i = offset; i < offset + length; i++) {
                if (total > 0) {
                    writer.requireTime(call);
                }
                total += writer.writeMore(srcs[i], call);
            }
            return total;
        } catch (InterruptedIOException e) {
            e.bytesTransferred = (int) Math.min(total + e.bytesTransferred, Integer.MAX_VALUE);
            throw interrupted(e);
        } finally {
            turn.end();
        }
    }

    @Override
    final void requireOpen() throws ClosedChannelException {
        writer.requireOpen();
    }

    @Override
    public final boolean isOpen() {
        return !writer.isClosed();
    }

    @Override
    public final void close() {
        writer.close();
    }
}
