package io.bytering.resources;

import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/** Moves seven bytes at most, says so, and allocates nothing. */
final class SevenBytesChannel implements ScatteringByteChannel, GatheringByteChannel {
    private static long move(ByteBuffer[] buffers, int offset, int length) {
        int room = 0;
        for (int i = offset; i < offset + length; i++) {
            room += buffers[i].remaining();
        }
        return Math.min(room, 7);
    }

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) {
        return move(dsts, offset, length);
    }

    @Override
    public long read(ByteBuffer[] dsts) {
        return move(dsts, 0, dsts.length);
    }

    @Override
    public int read(ByteBuffer dst) {
        return Math.min(dst.remaining(), 7);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) {
        return move(srcs, offset, length);
    }

    @Override
    public long write(ByteBuffer[] srcs) {
        return move(srcs, 0, srcs.length);
    }

    @Override
    public int write(ByteBuffer src) {
        return Math.min(src.remaining(), 7);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
