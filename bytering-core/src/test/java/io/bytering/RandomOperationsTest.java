package io.bytering;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random calls on both halves, every outcome compared with a plain queue. A failure names its seed; the same calls come
 * again with {@code -Dbytering.test.seed=…}.
 */
class RandomOperationsTest {
    private static final int LARGEST = 70;
    private static final int CALLS = Integer.getInteger("bytering.test.calls", 1200);
    private static final long SEED = Long.getLong("bytering.test.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(strings = {"heap", "direct", "mirrored", "broadcast", "broadcast mirrored"})
    void bothHalvesBehaveLikeAQueue(String storage) {
        assumeTrue(!storage.endsWith("mirrored") || MirroredMemory.isSupported());
        for (int capacity = 1; capacity <= LARGEST; capacity++) {
            SplittableRandom starts = new SplittableRandom(SEED + capacity);
            run(storage, capacity, 0, SEED);
            run(storage, capacity, starts.nextLong(), SEED);
            run(storage, capacity, Long.MAX_VALUE - starts.nextInt(8 * capacity), SEED);
        }
    }

    private static void run(String storage, int capacity, long start, long seed) {
        ByteRing ring = ring(storage, capacity, start);
        SplittableRandom random = new SplittableRandom(seed ^ capacity);
        int startIndex = (int) (ring.writer().position() - ring.writer().base);
        QueueModel model = new QueueModel(capacity, start, ring.writer().state.mapped, startIndex);
        RandomWriting writing = new RandomWriting(ring.writer(), model, random);
        RandomReading reading = new RandomReading(ring.reader(), model, random);
        Deque<String> last = new ArrayDeque<>();
        try {
            int writes = 50; // of a hundred calls; changes, so that the ring is full for a while, then empty
            for (int i = 0; i < CALLS; i++) {
                if (i % 100 == 0) {
                    writes = random.nextInt(20, 81);
                }
                boolean write = random.nextInt(100) < writes;
                last.add(write ? writing.step() : reading.step());
                if (last.size() > 8) {
                    last.remove();
                }
                // asking refreshes what a half knows of the other, so it must not always be asked
                writing.check(random.nextInt(4) == 0);
                reading.check(random.nextInt(4) == 0);
            }
            ring.writer().close();
            reading.checkEnd();
            ring.reader().close();
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + seed + ", capacity " + capacity + ", start " + start + ", last calls " + last, e);
        }
    }

    private static ByteRing ring(String storage, int capacity, long start) {
        switch (storage) {
            case "mirrored":
                return MirroredRings.beforeTheSeam(capacity, start, 3 * capacity);
            case "broadcast":
                return BroadcastRings.withOneReader(Storage.direct(), capacity, start, true);
            case "broadcast mirrored":
                return BroadcastRings.withOneReader(Storage.mirrored(), capacity, start, true);
            default:
                return ByteRing.builder()
                        .capacity(capacity)
                        .storage(storage.equals("heap") ? Storage.heap() : Storage.direct())
                        .startPosition(start)
                        .build();
        }
    }
}
