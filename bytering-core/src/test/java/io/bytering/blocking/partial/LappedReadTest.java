package io.bytering.blocking.partial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.ByteChannels;
import io.bytering.blocking.RingOverrunException;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.testing.Effort;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A reader that its writer does not wait for, in calls that wait: no gap lies within what a call returns, and none is taken for
 * the end.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LappedReadTest {
    private static final int CAPACITY = 64;
    private static final long NANOS = Effort.RACE_NANOS / 2;

    /** Bytes that one call has handed over; none at the end of the stream. */
    private interface Call {
        byte[] on(BlockingReader reader) throws IOException;
    }

    private static byte[] of(ByteBuffer... buffers) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer buffer : buffers) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toByteArray();
    }

    private static final Map<String, Call> CALLS = new TreeMap<>(Map.of(
            "read(byte[])",
            reader -> {
                byte[] dst = new byte[5 * CAPACITY];
                return of(ByteBuffer.wrap(dst).position(reader.read(dst)));
            },
            "read(ByteBuffer)",
            reader -> {
                ByteBuffer dst = ByteBuffer.allocate(5 * CAPACITY);
                reader.read(dst);
                return of(dst);
            },
            "scattering read",
            reader -> {
                ByteBuffer[] dsts = {ByteBuffer.allocate(3), ByteBuffer.allocate(9), ByteBuffer.allocate(CAPACITY)};
                reader.channel().read(dsts);
                return of(dsts);
            },
            "drain",
            reader -> {
                ByteBuffer dst = ByteBuffer.allocate(CAPACITY);
                int count = reader.drain((slices, length) -> {
                    assertTrue(length > 0, "called with nothing");
                    dst.put(slices[0]).put(slices[1]);
                    return length;
                });
                assertEquals(count, dst.position());
                return of(dst);
            },
            "transferTo",
            reader -> {
                ByteChannels.Sink sink = ByteChannels.sink();
                assertTrue(reader.transferTo(sink) > 0);
                return sink.toByteArray();
            },
            "peek",
            reader -> {
                ByteBuffer there = reader.peek(1);
                byte[] bytes = new byte[there.remaining()];
                there.get(bytes);
                reader.consume(bytes.length);
                return bytes;
            },
            "readFully(byte[])",
            reader -> {
                byte[] dst = new byte[3 * CAPACITY];
                try {
                    reader.readFully(dst);
                    return dst;
                } catch (RingOverrunException e) {
                    assertTrue(e.missedBytes() > 0 && e.bytesTransferred() > 0, e::toString);
                    return of(ByteBuffer.wrap(dst).position((int) e.bytesTransferred()));
                }
            },
            "readFully(ByteBuffer)",
            reader -> {
                ByteBuffer dst = ByteBuffer.allocate(3 * CAPACITY);
                try {
                    reader.readFully(dst);
                } catch (RingOverrunException e) {
                    assertEquals(e.bytesTransferred(), dst.position());
                }
                return of(dst);
            },
            "stream readNBytes(byte[])",
            reader -> {
                byte[] dst = new byte[3 * CAPACITY];
                int count;
                try {
                    count = reader.inputStream().readNBytes(dst, 0, dst.length);
                } catch (RingOverrunException e) {
                    count = (int) e.bytesTransferred();
                }
                return of(ByteBuffer.wrap(dst).position(count));
            },
            "stream readNBytes(int)",
            reader -> {
                InputStream in = reader.inputStream();
                try {
                    return in.readNBytes(3 * CAPACITY);
                } catch (RingOverrunException e) {
                    assertEquals(0, e.bytesTransferred());
                    byte[] kept = new byte[3 * CAPACITY];
                    return of(ByteBuffer.wrap(kept).position(in.read(kept)));
                }
            }));

    private RingWriter writer;
    private volatile boolean stopped;

    private BlockingReader lossy(String kind) {
        RingReader reader;
        if (kind.equals("overwriting")) {
            ByteRing ring = ByteRing.builder()
                    .capacity(CAPACITY)
                    .overflow(Overflow.OVERWRITE_OLDEST)
                    .build();
            writer = ring.writer();
            reader = ring.reader();
        } else {
            BroadcastRing ring =
                    BroadcastRing.builder().capacity(CAPACITY).history(16).build();
            writer = ring.writer();
            reader = ring.subscribeLossy();
        }
        return BlockingReader.of(reader);
    }

    @AfterEach
    void close() {
        stopped = true;
        if (writer != null) {
            writer.close();
        }
    }

    /** Each byte tells its position, as far as a byte can. */
    private void write(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count; ) {
            for (int i = 0; i < count - done; i++) {
                bytes[i] = (byte) (writer.position() + i);
            }
            done += writer.write(bytes, 0, count - done);
        }
    }

    /** Writes small pieces all the time, with pauses in which the reader may catch up. */
    private Task<Void> writing() {
        return Task.start(() -> {
            SplittableRandom random = new SplittableRandom(2);
            while (!stopped) {
                write(random.nextInt(1, 9));
                if (random.nextInt(40) == 0) {
                    long end = System.nanoTime() + random.nextInt(3000);
                    while (System.nanoTime() - end < 0) {
                        Thread.onSpinWait();
                    }
                }
            }
            return null;
        });
    }

    static Stream<Arguments> calls() {
        return Stream.of("overwriting", "broadcast")
                .flatMap(kind -> CALLS.keySet().stream().map(call -> Arguments.of(kind, call)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void noGapLiesWithinWhatACallReturns(String kind, String call) throws IOException {
        BlockingReader reader = lossy(kind);
        RingReader core = reader.reader();
        Task<Void> writing = writing();
        long end = System.nanoTime() + NANOS;
        long total = 0;
        long missed = 0;
        while (System.nanoTime() - end < 0) {
            byte[] bytes = CALLS.get(call).on(reader);
            assertTrue(bytes.length > 0, "the end, on an open ring");
            for (int i = 1; i < bytes.length; i++) {
                assertEquals((byte) (bytes[i - 1] + 1), bytes[i], "byte " + i + " of " + bytes.length);
            }
            total += bytes.length;
            long now = core.missedBytes();
            assertEquals(core.position(), total + now, "each byte is handed over, or missed and counted");
            if (now == missed) {
                assertEquals((byte) (core.position() - 1), bytes[bytes.length - 1], "the last byte");
            }
            missed = now;
        }
        stopped = true;
        writing.get();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anOpenRingIsNeverSaidToHaveEnded(String kind) throws IOException {
        BlockingReader reader = lossy(kind);
        Task<Void> writing = writing();
        SplittableRandom random = new SplittableRandom(1);
        long end = System.nanoTime() + 2 * NANOS;
        while (System.nanoTime() - end < 0) {
            assertTrue(reader.awaitReadable(random.nextInt(1, 17)));
            reader.reader().skip(random.nextInt(1, CAPACITY));
        }
        stopped = true;
        writing.get();
    }

    static Stream<String> kinds() {
        return Stream.of("overwriting", "broadcast");
    }

    /** Writes past the reader, many times over, at the first byte that it is given. */
    private OutputStream lapping(ByteArrayOutputStream got) {
        return new OutputStream() {
            @Override
            public void write(int value) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                got.write(bytes, offset, length);
                LappedReadTest.this.write(3 * CAPACITY);
            }
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aTransferEndsAtTheGap(String kind) throws IOException {
        BlockingReader reader = lossy(kind);
        InputStream in = reader.inputStream();
        write(10);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        RingOverrunException gap = assertThrows(RingOverrunException.class, () -> in.transferTo(lapping(got)));
        assertEquals(10, gap.bytesTransferred());
        assertEquals(10, got.size());
        assertEquals(reader.reader().missedBytes(), gap.missedBytes());
        assertEquals(
                gap.missedBytes() + " bytes were overwritten before they were read, after 10 of the call",
                gap.getMessage());
        assertEquals(10 + gap.missedBytes(), reader.reader().position(), "behind the gap, nothing taken");
        assertEquals((byte) reader.reader().position(), (byte) in.read());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsKeptBeforeAGapIsNotJoinedToWhatLiesBehind(String kind) throws IOException {
        BlockingReader reader = lossy(kind).timeout(0, TimeUnit.SECONDS);
        InputStream in = reader.inputStream();
        write(10);
        assertThrows(RingTimeoutException.class, () -> in.readNBytes(20));
        write(3 * CAPACITY);
        assertThrows(RingOverrunException.class, () -> in.readNBytes(20));
        assertThrows(RingOverrunException.class, () -> in.readNBytes(20), "as long as that is kept");
        byte[] dst = new byte[20];
        assertEquals(10, in.read(dst), "alone");
        assertEquals(9, dst[9]);
        assertEquals((byte) reader.reader().position(), (byte) in.read());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void skipsEndAtAGapToo(String kind) throws IOException {
        BlockingReader reader = lossy(kind).timeout(0, TimeUnit.SECONDS);
        InputStream in = reader.inputStream();
        write(10);
        assertThrows(RingTimeoutException.class, () -> in.readNBytes(20));
        write(3 * CAPACITY);
        RingOverrunException gap = assertThrows(RingOverrunException.class, () -> in.skipNBytes(20));
        assertEquals(10, gap.bytesTransferred());
        assertEquals((byte) reader.reader().position(), (byte) in.read());
        while (in.available() > 0) {
            in.skip(in.available());
        }
        write(10);
        assertThrows(RingTimeoutException.class, () -> in.readNBytes(20));
        write(3 * CAPACITY);
        assertEquals(10, in.skip(20));
        assertEquals((byte) reader.reader().position(), (byte) in.read());
    }

    @Test
    void theEndIsStillTheEnd() throws IOException {
        for (String kind : new String[] {"overwriting", "broadcast"}) {
            BlockingReader reader = lossy(kind);
            write(5);
            writer.close();
            assertTrue(reader.awaitReadable(5));
            assertThrows(EOFException.class, () -> reader.readFully(new byte[6]));
            assertEquals(-1, reader.read(new byte[1]));
            assertEquals(-1, reader.drain((slices, length) -> length));
            assertEquals(-1, reader.transferTo(ByteChannels.sink()));
            assertEquals(-1, reader.skip(1));
            assertEquals(null, reader.peek(1));
            assertEquals(-1, reader.channel().read(new ByteBuffer[] {ByteBuffer.allocate(1)}));
        }
    }
}
