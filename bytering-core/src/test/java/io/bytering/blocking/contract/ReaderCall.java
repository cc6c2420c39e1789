package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.RingReader;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.ByteChannels;
import io.bytering.blocking.Rig;
import io.bytering.testing.TestBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Every way to wait for bytes: of the blocking reader, and of the bridges over it. All are content with one byte. */
enum ReaderCall {
    READ_ARRAY((reader, dst) -> reader.read(dst)),
    READ_BUFFER((reader, dst) -> reader.read(ByteBuffer.wrap(dst))),
    READ_FULLY((reader, dst) -> {
        try {
            reader.readFully(dst, 0, 1);
            return 1;
        } catch (EOFException e) {
            return -1;
        }
    }),
    READ_FULLY_BUFFER((reader, dst) -> {
        try {
            reader.readFully(ByteBuffer.wrap(dst, 0, 1));
            return 1;
        } catch (EOFException e) {
            return -1;
        }
    }),
    AWAIT((reader, dst) -> reader.awaitReadable(1) ? 0 : -1),
    PEEK((reader, dst) -> {
        ByteBuffer there = reader.peek(1);
        if (there == null) {
            return -1;
        }
        int count = there.remaining();
        there.get(dst, 0, count);
        reader.consume(count);
        return count;
    }),
    DRAIN((reader, dst) -> reader.drain((slices, length) -> {
        int count = Math.min(dst.length, length);
        for (int i = 0; i < count; i++) {
            dst[i] = slices[slices[0].hasRemaining() ? 0 : 1].get();
        }
        return count;
    })),
    TRANSFER_TO((reader, dst) -> {
        ByteChannels.Sink sink = ByteChannels.sink();
        long count = reader.transferTo(sink);
        System.arraycopy(sink.toByteArray(), 0, dst, 0, sink.toByteArray().length);
        return count;
    }),
    SKIP((reader, dst) -> {
        int count = reader.skip(1);
        dst[0] = TestBytes.at(reader.reader().position() - 1); // nobody saw the byte
        return count;
    }),
    STREAM_READ_BYTE((reader, dst) -> {
        int value = reader.inputStream().read();
        dst[0] = (byte) value;
        return value < 0 ? -1 : 1;
    }),
    STREAM_READ((reader, dst) -> reader.inputStream().read(dst)),
    STREAM_SKIP((reader, dst) -> {
        long count = reader.inputStream().skip(1);
        dst[0] = TestBytes.at(reader.reader().position() - 1);
        return count == 0 ? -1 : count; // the contract of InputStream: 0 at the end
    }),
    STREAM_READ_N((reader, dst) -> {
        InputStream stream = reader.inputStream();
        int count = stream.readNBytes(dst, 0, 1);
        return count == 0 ? -1 : count;
    }),
    STREAM_SKIP_N((reader, dst) -> {
        try {
            reader.inputStream().skipNBytes(1);
        } catch (EOFException e) {
            return -1;
        }
        dst[0] = TestBytes.at(reader.reader().position() - 1);
        return 1;
    }),
    STREAM_READ_N_NEW((reader, dst) -> {
        byte[] read = reader.inputStream().readNBytes(1);
        System.arraycopy(read, 0, dst, 0, read.length);
        return read.length == 0 ? -1 : read.length;
    }),
    CHANNEL_READ((reader, dst) -> reader.channel().read(ByteBuffer.wrap(dst))),
    CHANNEL_SCATTER((reader, dst) -> reader.channel()
            .read(new ByteBuffer[] {ByteBuffer.wrap(dst, 0, 1), ByteBuffer.wrap(dst, 1, dst.length - 1)}));

    private interface Call {
        /** How many bytes were taken into {@code dst}, 0 for a mere wait, −1 at the end. */
        long on(BlockingReader reader, byte[] dst) throws IOException;
    }

    private final Call call;

    ReaderCall(Call call) {
        this.call = call;
    }

    /** Those of the streams and channels over the reader. */
    boolean isBridge() {
        return compareTo(STREAM_READ_BYTE) >= 0;
    }

    /** Makes the call, and checks that the bytes it gave are the next ones and that just as many were consumed. */
    long on(BlockingReader blocking) throws IOException {
        RingReader reader = blocking.reader();
        long before = reader.position();
        byte[] dst = new byte[Rig.CAPACITY];
        long count = call.on(blocking, dst);
        assertEquals(Math.max(count, 0), reader.position() - before, "bytes consumed");
        TestBytes.check(before, dst, 0, (int) Math.max(count, 0));
        return count;
    }
}
