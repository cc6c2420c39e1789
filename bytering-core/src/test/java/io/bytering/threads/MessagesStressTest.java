package io.bytering.threads;

import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.testing.Turns;
import io.bytering.testing.TwoThreads;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claimed messages from one thread to another. */
@Tag("overlays")
@Tag("long")
@Timeout(300)
class MessagesStressTest {
    private static final int LEAST = 1_000;

    private static ByteBuffer claim(RingWriter writer, int length) throws Exception {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        ByteBuffer slot = writer.claim(length);
        while (slot == null) {
            pause.pause();
            slot = writer.claim(length);
        }
        return slot;
    }

    /** Fewer bytes, or none, are what is left at the end. */
    private static ByteBuffer peek(RingReader reader, int length) {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        while (true) {
            boolean ended = reader.isEnded(); // before the bytes are looked at
            ByteBuffer slot = reader.peek(length);
            if (ended || slot.remaining() >= length) {
                return slot;
            }
            pause.pause();
        }
    }

    /** How many messages there were until the end. */
    private static int takeAll(RingReader reader, int length) {
        int i = 0;
        for (ByteBuffer slot; (slot = peek(reader, length)).hasRemaining(); i++) {
            byte[] message = new byte[length];
            slot.get(message);
            reader.consume(length);
            assertArrayEquals(of(i, length), message, "message " + i);
        }
        return i;
    }

    @ParameterizedTest
    @CsvSource({"131072, 17, 64", "131072, 8, 16", "131072, 8, 256", "50000, 9, 9"})
    void messagesOfOneLengthArriveWhole(int count, int length, int capacity) throws Exception {
        ByteRing ring = ByteRing.ofCapacity(capacity);
        Turns turns = Turns.of(LEAST, count);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        TwoThreads.run(
                () -> {
                    for (int i = 0; turns.goOn(i); i++) {
                        claim(ring.writer(), length).put(of(i, length));
                        ring.writer().commit(length);
                        sent.incrementAndGet();
                    }
                    ring.writer().close();
                },
                () -> read.set(takeAll(ring.reader(), length)));
        assertEquals(sent.get(), read.get());
        assertEquals((long) sent.get() * length, ring.reader().position());
        assertEquals(0, ring.reader().readableBytes());
    }

    @Test
    void firstByteTellsTheLength() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(1024);
        Turns turns = Turns.of(LEAST, 100_000);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        TwoThreads.run(
                () -> {
                    SplittableRandom lengths = new SplittableRandom(1);
                    for (int i = 0; turns.goOn(i); i++) {
                        int length = lengths.nextInt(1, 127);
                        claim(ring.writer(), length).put((byte) length).put(of(i, length - 1));
                        ring.writer().commit(length);
                        sent.incrementAndGet();
                    }
                    ring.writer().close();
                },
                () -> {
                    SplittableRandom lengths = new SplittableRandom(1);
                    for (ByteBuffer first; (first = peek(ring.reader(), 1)).hasRemaining(); ) {
                        int i = read.getAndIncrement();
                        int length = first.get(first.position());
                        assertEquals(lengths.nextInt(1, 127), length, "message " + i);
                        byte[] message = new byte[length];
                        first.get(message); // whole: claimed in one piece, published at once
                        ring.reader().consume(length);
                        assertArrayEquals(of(i, length - 1), Arrays.copyOfRange(message, 1, length));
                    }
                });
        assertEquals(sent.get(), read.get());
    }

    @Test
    void claimsCutShortArriveShort() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(16);
        Turns turns = Turns.of(LEAST, 100_000);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        TwoThreads.run(
                () -> {
                    for (int i = 0; turns.goOn(i); i++) {
                        claim(ring.writer(), 8).put(of(i, 8));
                        ring.writer().commit(5);
                        sent.incrementAndGet();
                    }
                    ring.writer().close();
                },
                () -> read.set(takeAll(ring.reader(), 5)));
        assertEquals(sent.get(), read.get());
        assertEquals(5L * sent.get(), ring.writer().position());
    }

    @Test
    void abortedClaimsNeverArrive() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(25);
        Turns turns = Turns.of(LEAST, 100_000);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        TwoThreads.run(
                () -> {
                    SplittableRandom random = new SplittableRandom(2);
                    for (int i = 0; turns.goOn(i); i++) {
                        ByteBuffer aborted = claim(ring.writer(), random.nextInt(1, 26));
                        while (aborted.hasRemaining()) {
                            aborted.put((byte) -1);
                        }
                        if (random.nextBoolean()) {
                            ring.writer().abort();
                        }
                        claim(ring.writer(), 7).put(of(i, 7));
                        ring.writer().commit(7);
                        sent.incrementAndGet();
                    }
                    ring.writer().close();
                },
                () -> read.set(takeAll(ring.reader(), 7)));
        assertEquals(sent.get(), read.get());
        assertEquals(7L * sent.get(), ring.writer().position());
    }
}
