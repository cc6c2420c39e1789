package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The room of a slice stays the writer's until it is produced, also if readers subscribe meanwhile: the writer has said that it
 * overwrites it, so a reader that comes later starts behind it.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ItemSubscribersTest {
    private static final int ITEMS = 1024; // a page
    private static final long NANOS = Effort.RACE_NANOS;

    private static ItemBroadcast<IntBuffer> ring(boolean mirrored, int history) {
        assumeTrue(!mirrored || MirroredMemory.isSupported());
        return ItemBroadcast.of(ItemType.INT, ITEMS, history, mirrored ? Storage.mirrored() : Storage.heap());
    }

    private static int produce(ItemWriter<IntBuffer> writer, int first, Random random, Runnable between)
            throws Exception {
        IntBuffer slice = writer.slice();
        between.run();
        int next = first;
        for (int left = slice.remaining() - random.nextInt(slice.remaining() + 1); left > 0; ) {
            int count = 1 + random.nextInt(left);
            for (int i = 0; i < count; i++) {
                slice.put(next++);
            }
            writer.produce(count);
            between.run();
            left -= count;
        }
        return next;
    }

    /** Each number follows the one before. */
    private static void readSome(RingReader reader) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        boolean starts = true;
        int expected = 0;
        for (int calls = 0; calls < 5; calls++) {
            bytes.clear();
            reader.read(bytes);
            bytes.flip();
            assertEquals(0, bytes.remaining() % 4);
            while (bytes.hasRemaining()) {
                int number = bytes.getInt();
                assertTrue(starts || number == expected, number + " in place of " + expected);
                expected = number + 1;
                starts = false;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "false, 300", "true, 0", "true, 300"})
    void subscribersMayComeAtAnyMoment(boolean mirrored, int history) throws Exception {
        ItemBroadcast<IntBuffer> ring = ring(mirrored, history);
        AtomicInteger readers = new AtomicInteger();
        FutureTask<Void> subscribing = new FutureTask<>(() -> {
            while (!ring.writer().writer().isClosed()) {
                BroadcastRing.Start start =
                        readers.get() % 4 == 0 ? BroadcastRing.Start.NEWEST : BroadcastRing.Start.OLDEST;
                try (RingReader reader = ring.ring().subscribe(start)) {
                    readSome(reader);
                }
                readers.incrementAndGet();
            }
            return null;
        });
        Thread thread = new Thread(subscribing);
        thread.start();
        Random random = new Random(1);
        int next = 0;
        try {
            long end = System.nanoTime() + NANOS;
            while (System.nanoTime() - end < 0 || (readers.get() == 0 && !subscribing.isDone())) {
                next = produce(ring.writer(), next, random, () -> {});
            }
        } finally {
            ring.writer().close();
            subscribing.get();
        }
        assertTrue(readers.get() > 0);
        assertTrue(next > 0);
    }

    /** The same, with each step of the writer between two of the others. */
    @ParameterizedTest
    @CsvSource({"false, 0", "false, 300", "true, 0", "true, 300"})
    void subscribersMayComeBetweenAnyTwoCallsOfTheWriter(boolean mirrored, int history) throws Exception {
        ItemBroadcast<IntBuffer> ring = ring(mirrored, history);
        Random random = new Random(2);
        RingReader[] readers = new RingReader[3];
        Runnable others = () -> {
            int which = random.nextInt(readers.length);
            RingReader reader = readers[which];
            if (reader == null) {
                boolean oldest = random.nextInt(4) > 0;
                readers[which] =
                        ring.ring().subscribe(oldest ? BroadcastRing.Start.OLDEST : BroadcastRing.Start.NEWEST);
            } else if (random.nextInt(3) == 0) {
                reader.close();
                readers[which] = null;
            } else {
                try {
                    readSome(reader);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        };
        int next = 0;
        for (int round = 0; round < 20_000; round++) {
            next = produce(ring.writer(), next, random, others);
        }
        assertTrue(next > 0);
    }
}
