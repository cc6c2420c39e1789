package io.bytering.blocking;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/** Channels over arrays, for the other end of a transfer. */
public final class ByteChannels {
    private ByteChannels() {}

    /** Gives these bytes, then its end. */
    public static ScatteringByteChannel source(byte... bytes) {
        return new Source(ByteBuffer.wrap(bytes));
    }

    public static Sink sink() {
        return new Sink();
    }

    private static final class Source implements ScatteringByteChannel {
        private final ByteBuffer left;

        Source(ByteBuffer left) {
            this.left = left;
        }

        @Override
        public int read(ByteBuffer dst) {
            if (!left.hasRemaining()) {
                return -1;
            }
            int count = Math.min(left.remaining(), dst.remaining());
            for (int i = 0; i < count; i++) {
                dst.put(left.get());
            }
            return count;
        }

        @Override
        public long read(ByteBuffer[] dsts, int offset, int length) {
            long total = 0;
            for (int i = offset; i < offset + length && left.hasRemaining(); i++) {
                total += read(dsts[i]);
            }
            return total == 0 ? -1 : total;
        }

        @Override
        public long read(ByteBuffer[] dsts) {
            return read(dsts, 0, dsts.length);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    public static final class Sink implements GatheringByteChannel {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        public byte[] toByteArray() {
            return bytes.toByteArray();
        }

        @Override
        public int write(ByteBuffer src) {
            int count = src.remaining();
            while (src.hasRemaining()) {
                bytes.write(src.get());
            }
            return count;
        }

        @Override
        public long write(ByteBuffer[] srcs, int offset, int length) {
            long total = 0;
            for (int i = offset; i < offset + length; i++) {
                total += write(srcs[i]);
            }
            return total;
        }

        @Override
        public long write(ByteBuffer[] srcs) {
            return write(srcs, 0, srcs.length);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
