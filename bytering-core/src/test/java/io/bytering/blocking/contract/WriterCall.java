package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.RingWriter;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.ByteChannels;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Every way to wait for room: of the blocking writer, and of the bridges over it. Each writes one byte, or merely waits. */
enum WriterCall {
    WRITE_ARRAY((writer, next) -> {
        writer.write(new byte[] {next}, 0, 1);
        return 1;
    }),
    WRITE_BUFFER((writer, next) -> writer.write(ByteBuffer.wrap(new byte[] {next}))),
    AWAIT((writer, next) -> writer.awaitWritable(1) ? 0 : -1),
    FILL((writer, next) -> writer.fill((slices, length) -> {
        slices[0].put(next);
        return 1;
    })),
    TRANSFER_FROM((writer, next) -> writer.transferFrom(ByteChannels.source(next))),
    CLAIM((writer, next) -> {
        writer.claim(1).put(next);
        writer.commit(1);
        return 1;
    }),
    STREAM_WRITE_BYTE((writer, next) -> {
        writer.outputStream().write(next);
        return 1;
    }),
    STREAM_WRITE((writer, next) -> {
        writer.outputStream().write(new byte[] {next});
        return 1;
    }),
    CHANNEL_WRITE((writer, next) -> writer.channel().write(ByteBuffer.wrap(new byte[] {next}))),
    CHANNEL_GATHER((writer, next) ->
            writer.channel().write(new ByteBuffer[] {ByteBuffer.allocate(0), ByteBuffer.wrap(new byte[] {next})}));

    private interface Call {
        /** How many bytes were written, 0 for a mere wait, −1 if that says that the reader is gone. */
        long on(BlockingWriter writer, byte next) throws IOException;
    }

    private final Call call;

    WriterCall(Call call) {
        this.call = call;
    }

    /** Those of the streams and channels over the writer. */
    boolean isBridge() {
        return compareTo(STREAM_WRITE_BYTE) >= 0;
    }

    /** Makes the call with the next byte of the sequence, and checks that it wrote as many as it says. */
    long on(BlockingWriter blocking) throws IOException {
        RingWriter writer = blocking.writer();
        long before = writer.position();
        long count = call.on(blocking, TestBytes.at(before));
        assertEquals(Math.max(count, 0), writer.position() - before, "bytes written");
        return count;
    }
}
