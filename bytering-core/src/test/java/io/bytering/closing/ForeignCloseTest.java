package io.bytering.closing;

import static io.bytering.testing.TestBytes.content;
import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.Insides;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.Sleeper;
import io.bytering.testing.TestBytes;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another thread closes a half while a call of it is inside: what the call uses is given up when the call ends. */
@Tag("overlays")
@Timeout(300)
public class ForeignCloseTest {
    public static List<Storage> storages() {
        List<Storage> all = new ArrayList<>(List.of(Storage.heap(), Storage.direct()));
        if (MirroredMemory.isSupported()) {
            all.add(Storage.mirrored());
        }
        return all;
    }

    /** The ways in which a close comes while a call is inside. */
    private interface Close {
        void of(BroadcastRing ring, RingReader reader);
    }

    private static final Map<String, Close> CLOSES = new LinkedHashMap<>();

    static {
        CLOSES.put("the reader's, by another thread", (ring, reader) -> elsewhere(reader::close));
        CLOSES.put("the reader's, by its own thread", (ring, reader) -> reader.close());
        CLOSES.put("the ring's, by another thread", (ring, reader) -> elsewhere(ring::close));
        CLOSES.put("twice", (ring, reader) -> {
            elsewhere(reader::close);
            reader.close();
        });
    }

    static void elsewhere(Runnable action) {
        Thread thread = new Thread(action);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("storages")
    void roomOfAReaderIsTheWritersOnlyWhenTheCallHasEnded(Storage storage) throws IOException {
        for (Map.Entry<String, Close> close : CLOSES.entrySet()) {
            for (boolean channel : new boolean[] {false, true}) {
                BroadcastRing ring = Insides.exact(BroadcastRing.builder())
                        .capacity(16)
                        .storage(storage)
                        .build();
                RingReader reader = ring.subscribe();
                ring.writer().write(filled(16, 1));
                HostileChannel.Inside inside = () -> {
                    close.getValue().of(ring, reader);
                    assertTrue(reader.isClosed());
                    if (!ring.writer().isClosed()) {
                        assertEquals(0, ring.writer().writableBytes(), close.getKey());
                        assertEquals(0, ring.writer().write(filled(16, 2)), close.getKey());
                    }
                };
                HostileChannel sink = new HostileChannel();
                sink.before = inside;
                byte[][] got = new byte[1][];
                long count = channel
                        ? reader.transferTo(sink)
                        : reader.drain((slices, length) -> {
                            inside.run();
                            got[0] = content(slices);
                            return length;
                        });
                assertEquals(16, count);
                assertArrayEquals(filled(16, 1), channel ? sink.received.toByteArray() : got[0], close.getKey());
                assertEquals(0, ring.readers());
                assertEquals(ring.writer().isClosed() ? 0 : 16, ring.writer().writableBytes(), close.getKey());
                assertThrowsExactly(RingClosedException.class, reader::peek);
            }
        }
    }

    @Test
    void aWriterThatWaitsForTheRoomIsWokenWhenTheCallHasEnded() throws IOException {
        BroadcastRing ring = BroadcastRing.ofCapacity(16);
        RingReader reader = ring.subscribe();
        ring.writer().write(filled(16, 1));
        Sleeper sleeper = new Sleeper();
        assertTrue(ring.writer().arm(sleeper, 16));
        reader.drain((slices, length) -> {
            elsewhere(reader::close);
            assertEquals(0, sleeper.woken);
            return 0;
        });
        assertEquals(1, sleeper.woken);
        assertEquals(16, ring.writer().writableBytes());
    }

    @Test
    void aDrainerThatThrowsLeavesToo() {
        BroadcastRing ring = BroadcastRing.ofCapacity(16);
        RingReader reader = ring.subscribe();
        IOException thrown = new IOException("of the drainer");
        Exception caught = assertThrowsExactly(IOException.class, () -> {
            ring.writer().write(filled(16, 1));
            reader.drain((slices, length) -> {
                elsewhere(reader::close);
                throw thrown;
            });
        });
        assertSame(thrown, caught);
        assertEquals(0, ring.readers());
        assertEquals(16, ring.writer().writableBytes());
    }

    @Test
    void closedInsideWhileAllIsHandedBackAnotherReaderMayGoOn() throws IOException {
        BroadcastRing ring = BroadcastRing.ofCapacity(16);
        RingReader reader = ring.subscribe();
        RingReader other = ring.subscribe();
        ring.writer().write(of(0, 16));
        reader.drain((slices, length) -> {
            elsewhere(() -> ring.writer().close());
            elsewhere(reader::close);
            assertTrue(other.isEnded(), "told at once");
            return length;
        });
        assertArrayEquals(of(0, 16), TestBytes.readAll(other));
        assertTrue(other.isExhausted());
        other.close();
    }

    /** A writer that fills the room of each reader that is closed, as soon as it is free. */
    @ParameterizedTest
    @ValueSource(ints = {3, 61, 20_000})
    void copiesAreWholeAndRightOrThrow(int capacity) throws Exception {
        for (int call = 0; call < 6; call++) {
            int which = call;
            BroadcastRing ring = BroadcastRing.builder()
                    .capacity(capacity)
                    .storage(Storage.heap())
                    .build();
            Exchange<RingReader> readers = new Exchange<>();
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150L * Effort.FACTOR);
            TwoThreads.run(
                    () -> {
                        RingWriter writer = ring.writer();
                        byte[] lap = new byte[capacity];
                        for (int value = 1; System.nanoTime() - deadline < 0; value++) {
                            RingReader reader = ring.subscribe();
                            Arrays.fill(lap, (byte) value);
                            assertEquals(capacity, writer.write(lap));
                            readers.put(reader);
                            for (int i = value % 97; i > 0; i--) {
                                Thread.onSpinWait();
                            }
                            reader.close();
                            Arrays.fill(lap, (byte) ~value);
                            writer.write(lap);
                            writer.write(lap, 0, capacity / 2); // so that it also wraps
                            readers.awaitTaken();
                        }
                        readers.put(null);
                    },
                    () -> {
                        int value = 1;
                        for (RingReader reader; (reader = readers.take()) != null; value++) {
                            byte[] got = read(reader, which, capacity);
                            for (byte b : got) {
                                assertEquals((byte) value, b);
                            }
                            readers.taken();
                        }
                    });
        }
    }

    /** What one call hands over; nothing if it throws. */
    private static byte[] read(RingReader reader, int call, int capacity) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(capacity);
            switch (call) {
                case 0:
                    return Arrays.copyOf(bytes.array(), Math.max(reader.read(bytes.array()), 0));
                case 1:
                    return Arrays.copyOf(bytes.array(), Math.max(reader.read(bytes), 0));
                case 2:
                    return reader.tryReadAll(bytes.array()) ? bytes.array() : new byte[0];
                case 3:
                    return reader.tryReadAll(bytes) ? bytes.array() : new byte[0];
                case 4:
                    byte[] peeked = content(reader.peek());
                    reader.consume(peeked.length);
                    return peeked;
                default:
                    byte[][] drained = new byte[1][0];
                    reader.drain((slices, length) -> {
                        drained[0] = content(slices);
                        return length;
                    });
                    return drained[0];
            }
        } catch (RingClosedException closed) {
            return new byte[0];
        }
    }

    @Test
    void aBufferKeepsItsPositionWhenItsReadIsRefused() throws Exception {
        BroadcastRing ring =
                BroadcastRing.builder().capacity(8).storage(Storage.heap()).build();
        RingReader reader = ring.subscribe();
        ring.writer().write(of(0, 8));
        ByteBuffer dst = ByteBuffer.allocate(8).position(3);
        reader.close();
        assertThrowsExactly(RingClosedException.class, () -> reader.read(dst));
        assertEquals(3, dst.position());
    }

    @Test
    void theCauseReachesTheHalfThatWasClosed() throws IOException {
        IOException cause = new IOException("kicked out");
        BroadcastRing ring = BroadcastRing.ofCapacity(8);
        RingReader reader = ring.subscribe();
        RingReader lossy = ring.subscribeLossy();
        elsewhere(() -> ring.close(cause));
        for (RingReader half : new RingReader[] {reader, lossy}) {
            assertSame(cause, half.closeCause());
            assertSame(
                    cause,
                    assertThrowsExactly(RingClosedException.class, half::peek).getCause());
            assertSame(cause, half.failure());
        }
        assertSame(cause, ring.writer().closeCause());
        assertSame(
                cause,
                assertThrowsExactly(
                                RingClosedException.class, () -> ring.writer().slices())
                        .getCause());
        assertFalse(ring.writer().isAbandoned());
    }

    /** Hands one thing at a time to another thread, and waits until that is done with it. */
    private static final class Exchange<T> {
        private volatile T value;
        private volatile int put;
        private volatile int taken;
        private int seen;

        void put(T next) {
            value = next;
            put++;
        }

        T take() {
            TwoThreads.Pause pause = new TwoThreads.Pause();
            while (put == seen) {
                pause.pause();
            }
            seen++;
            return value;
        }

        void taken() {
            taken = seen;
        }

        void awaitTaken() {
            TwoThreads.Pause pause = new TwoThreads.Pause();
            while (taken != put) {
                pause.pause();
            }
        }
    }
}
