package io.bytering.testing;

import io.bytering.RingAssertions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/**
 * A channel that does whatever a channel might: moves a few bytes or none at a time, throws before or after it has moved
 * some, lies about the count. What it reads out is the stream of {@link TestBytes}; what is written to it is kept.
 */
public final class HostileChannel implements ScatteringByteChannel, GatheringByteChannel {
    public interface Inside {
        void run() throws IOException;
    }

    /** Bytes moved in one call, at most. */
    public int most = Integer.MAX_VALUE;

    /** Thrown after those bytes were moved, once. */
    public Throwable thrown;

    /** Returned instead of the count, once. */
    public Long lie;

    /** Runs inside the call before anything is moved, once. */
    public Inside before = () -> {};

    /** Runs inside the call after that, once. */
    public Inside inside = () -> {};

    public final ByteArrayOutputStream received = new ByteArrayOutputStream();
    public int sent;
    public int calls;

    /** Slices given to the last call. */
    public int slices;

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        Inside first = before;
        before = () -> {};
        first.run();
        int left = most;
        for (int i = offset; i < offset + length; i++) {
            while (left > 0 && dsts[i].hasRemaining()) {
                dsts[i].put(TestBytes.at(sent++));
                left--;
            }
        }
        return answer(length, most - left);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        Inside first = before;
        before = () -> {};
        first.run();
        int left = most;
        for (int i = offset; i < offset + length; i++) {
            while (left > 0 && srcs[i].hasRemaining()) {
                received.write(srcs[i].get());
                left--;
            }
        }
        return answer(length, most - left);
    }

    private long answer(int given, int moved) throws IOException {
        calls++;
        slices = given;
        Inside within = inside;
        inside = () -> {};
        within.run();
        Throwable now = thrown;
        thrown = null;
        if (now != null) {
            throw RingAssertions.<IOException>sneaky(now);
        }
        long count = lie == null ? moved : lie;
        lie = null;
        return count;
    }

    @Override
    public long read(ByteBuffer[] dsts) throws IOException {
        return read(dsts, 0, dsts.length);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return (int) read(new ByteBuffer[] {dst}, 0, 1);
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
