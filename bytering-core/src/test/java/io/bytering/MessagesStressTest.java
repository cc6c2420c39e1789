package io.bytering;

import static io.bytering.TestBytes.counted;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claimed messages from one thread to another. */
@Tag("long")
@Timeout(120)
class MessagesStressTest {
    private static ByteBuffer claim(RingWriter writer, int length) throws Exception {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        ByteBuffer slot = writer.claim(length);
        while (slot == null) {
            pause.pause();
            slot = writer.claim(length);
        }
        return slot;
    }

    private static ByteBuffer peek(RingReader reader, int length) {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        ByteBuffer slot = reader.peek(length);
        while (slot.remaining() < length) {
            pause.pause();
            slot = reader.peek(length);
        }
        return slot;
    }

    private static byte[] take(RingReader reader, int length) {
        byte[] message = new byte[length];
        peek(reader, length).get(message);
        reader.consume(length);
        return message;
    }

    @ParameterizedTest
    @CsvSource({"131072, 17, 64", "131072, 8, 16", "131072, 8, 256", "50000, 9, 9"})
    void messagesOfOneLengthArriveWhole(int count, int length, int capacity) throws Exception {
        ByteRing ring = ByteRing.ofCapacity(capacity);
        TwoThreads.run(
                () -> {
                    for (int i = 0; i < count; i++) {
                        claim(ring.writer(), length).put(counted(i, length));
                        ring.writer().commit(length);
                    }
                },
                () -> {
                    for (int i = 0; i < count; i++) {
                        assertArrayEquals(counted(i, length), take(ring.reader(), length), "message " + i);
                    }
                });
        assertEquals((long) count * length, ring.reader().position());
        assertEquals(0, ring.reader().readableBytes());
    }

    @Test
    void firstByteTellsTheLength() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(1024);
        int count = 100_000;
        TwoThreads.run(
                () -> {
                    SplittableRandom lengths = new SplittableRandom(1);
                    for (int i = 0; i < count; i++) {
                        int length = lengths.nextInt(1, 127);
                        claim(ring.writer(), length).put((byte) length).put(counted(i, length - 1));
                        ring.writer().commit(length);
                    }
                },
                () -> {
                    SplittableRandom lengths = new SplittableRandom(1);
                    for (int i = 0; i < count; i++) {
                        ByteBuffer first = peek(ring.reader(), 1);
                        int length = first.get(first.position());
                        assertEquals(lengths.nextInt(1, 127), length, "message " + i);
                        byte[] message = new byte[length];
                        first.get(message); // whole: claimed in one piece, published at once
                        ring.reader().consume(length);
                        assertArrayEquals(counted(i, length - 1), Arrays.copyOfRange(message, 1, length));
                    }
                });
    }

    @Test
    void claimsCutShortArriveShort() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(16);
        int count = 100_000;
        TwoThreads.run(
                () -> {
                    for (int i = 0; i < count; i++) {
                        claim(ring.writer(), 8).put(counted(i, 8));
                        ring.writer().commit(5);
                    }
                },
                () -> {
                    for (int i = 0; i < count; i++) {
                        assertArrayEquals(counted(i, 5), take(ring.reader(), 5), "message " + i);
                    }
                });
        assertEquals(5L * count, ring.writer().position());
    }

    @Test
    void abortedClaimsNeverArrive() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(25);
        int count = 100_000;
        TwoThreads.run(
                () -> {
                    SplittableRandom random = new SplittableRandom(2);
                    for (int i = 0; i < count; i++) {
                        ByteBuffer aborted = claim(ring.writer(), random.nextInt(1, 26));
                        while (aborted.hasRemaining()) {
                            aborted.put((byte) -1);
                        }
                        if (random.nextBoolean()) {
                            ring.writer().abort();
                        }
                        claim(ring.writer(), 7).put(counted(i, 7));
                        ring.writer().commit(7);
                    }
                },
                () -> {
                    for (int i = 0; i < count; i++) {
                        assertArrayEquals(counted(i, 7), take(ring.reader(), 7), "message " + i);
                    }
                });
        assertEquals(7L * count, ring.writer().position());
    }
}
