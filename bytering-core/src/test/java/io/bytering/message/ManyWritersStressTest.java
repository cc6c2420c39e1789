package io.bytering.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.Parker;
import io.bytering.testing.TwoThreads;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Messages from many threads, each with its writer's number, a sequence number, and bytes that follow from both. Writers commit all
 * of a claim, a part of it, or abort.
 */
@Tag("overlays")
@Timeout(300)
class ManyWritersStressTest {
    private static final int HEADER = 12;

    @ParameterizedTest
    @CsvSource({
        "1, 40, 40, false",
        "2, 64, 64, false",
        "3, 100, 20, false",
        "4, 1000, 100, false",
        "8, 4096, 200, false",
        "1, 40, 40, true",
        "2, 64, 64, true",
        "4, 333, 50, true",
        "8, 4096, 1000, true"
    })
    void everyMessageOfEveryWriterArrivesInItsOrder(int writers, int capacity, int longest, boolean sleeps)
            throws Exception {
        race(MessageRing.builder().capacity(capacity), writers, longest, sleeps);
        race(
                MessageRing.builder().capacity(capacity).storage(Storage.heap()).startSequence(-100),
                writers,
                longest,
                sleeps);
    }

    private static void race(MessageRing.Builder builder, int writers, int longest, boolean sleeps) throws Exception {
        MessageRing ring = builder.build();
        long end = System.nanoTime() + Effort.RACE_NANOS;
        AtomicInteger open = new AtomicInteger(writers);
        AtomicLong sent = new AtomicLong();
        long[] next = new long[writers];
        TwoThreads.Side[] sides = new TwoThreads.Side[writers + 1];
        for (int i = 0; i < writers; i++) {
            int number = i;
            sides[i] = () -> {
                sent.addAndGet(write(ring, number, longest, sleeps, end));
                if (open.decrementAndGet() == 0) {
                    ring.close();
                }
            };
        }
        sides[writers] = () -> read(ring.reader(), next, sleeps);
        TwoThreads.run(sides);
        long received = 0;
        for (long count : next) {
            received += count;
        }
        assertEquals(sent.get(), received);
        assertTrue(received > writers, received + " messages");
        ring.reader().close();
    }

    private static long write(MessageRing ring, int number, int longest, boolean sleeps, long end) throws Exception {
        SplittableRandom random = new SplittableRandom(number);
        Parker parker = new Parker();
        TwoThreads.Pause pause = new TwoThreads.Pause();
        long sequence = 0;
        try (MessageWriter writer = ring.newWriter()) {
            while (sequence < 3 || System.nanoTime() < end) {
                int length = HEADER + random.nextInt(longest - HEADER + 1);
                int claimed = random.nextInt(4) == 0 ? longest : length;
                ByteBuffer slot = writer.claim(claimed);
                while (slot == null) {
                    if (!sleeps) {
                        pause.pause();
                    } else if (writer.arm(parker, claimed)) {
                        parker.park();
                    }
                    slot = writer.claim(claimed);
                }
                slot.putInt(number).putLong(sequence);
                for (int i = HEADER; i < length; i++) {
                    slot.put(byteOf(number, sequence, i));
                }
                if (random.nextInt(8) == 0) {
                    writer.abort();
                } else {
                    writer.commit(length);
                    sequence++;
                }
            }
        }
        return sequence;
    }

    private static byte byteOf(int number, long sequence, int index) {
        return (byte) (31 * number + 7 * sequence + index);
    }

    private static void read(MessageReader reader, long[] next, boolean sleeps) {
        Parker parker = new Parker();
        TwoThreads.Pause pause = new TwoThreads.Pause();
        SplittableRandom random = new SplittableRandom(-1);
        while (true) {
            int count;
            if (random.nextBoolean()) {
                count = reader.drain(message -> check(message, next), 1 + random.nextInt(20));
            } else {
                ByteBuffer message = reader.peek();
                count = message != null ? 1 : reader.isExhausted() ? -1 : 0;
                if (message != null) {
                    check(message, next);
                    reader.consume();
                }
            }
            if (count < 0) {
                return;
            }
            if (count == 0) {
                if (!sleeps) {
                    pause.pause();
                } else if (reader.arm(parker)) {
                    parker.park();
                }
            }
        }
    }

    private static void check(ByteBuffer message, long[] next) {
        int length = message.remaining();
        int number = message.getInt();
        long sequence = message.getLong();
        assertEquals(next[number], sequence, "of writer " + number);
        next[number]++;
        for (int i = HEADER; i < length; i++) {
            if (message.get() != byteOf(number, sequence, i)) {
                throw new AssertionError("writer " + number + ", message " + sequence + ", byte " + i);
            }
        }
    }
}
