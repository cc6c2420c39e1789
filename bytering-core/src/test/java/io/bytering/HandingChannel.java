package io.bytering;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** A channel that hands what is written to it to a drainer. */
final class HandingChannel implements GatheringByteChannel {
    private final Drainer drainer;

    HandingChannel(Drainer drainer) {
        this.drainer = drainer;
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        ByteBuffer second = length > 1 ? srcs[offset + 1] : ByteBuffer.allocate(0);
        ByteBuffer[] both = {srcs[offset], second};
        return drainer.drain(both, both[0].remaining() + both[1].remaining());
    }

    @Override
    public long write(ByteBuffer[] srcs) throws IOException {
        return write(srcs, 0, srcs.length);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return (int) write(new ByteBuffer[] {src}, 0, 1);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
