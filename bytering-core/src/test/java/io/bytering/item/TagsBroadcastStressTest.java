package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.testing.Turns;
import io.bytering.testing.TwoThreads;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers come and go while the writer runs: each sees the tags of its items, all of them and no other. */
@org.junit.jupiter.api.Tag("overlays")
@org.junit.jupiter.api.Tag("long")
@Timeout(300)
class TagsBroadcastStressTest {
    private static final int VISITS = 2_100;

    private final ItemBroadcast<LongBuffer> ring = ItemBroadcast.of(ItemType.LONG, 64);
    private final AtomicInteger visiting = new AtomicInteger();

    /** Whether an item has a tag; the item is its own number. */
    private static boolean isTagged(long item) {
        return (item * 0x9E3779B97F4A7C15L) >>> 62 == 0;
    }

    /** Alone a reader finds the writer at full speed, together they find it waiting for another. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void readersThatComeWhileTheWriterRunsSeeTheirTags(int readers) throws Exception {
        visiting.set(readers);
        TwoThreads.Side[] sides = new TwoThreads.Side[readers + 1];
        sides[0] = this::write;
        for (int i = 1; i <= readers; i++) {
            int seed = i;
            sides[i] = () -> visit(seed, readers == 1 ? 10 * VISITS : VISITS / readers, readers == 1 ? 10 : 200);
        }
        TwoThreads.run(sides);
    }

    private void write() throws Exception {
        ItemWriter<LongBuffer> writer = ring.writer();
        TwoThreads.Pause pause = new TwoThreads.Pause();
        SplittableRandom random = new SplittableRandom(3);
        for (long next = 0; visiting.get() > 0; ) {
            LongBuffer slice = writer.slice();
            int count = Math.min(slice.remaining(), random.nextInt(1, 9));
            if (count == 0) {
                pause.pause();
                continue;
            }
            List<Tag> tags = new ArrayList<>();
            for (int i = 0; i < count; i++, next++) {
                slice.put(next);
                if (isTagged(next)) {
                    tags.add(Tag.of(i, next));
                }
            }
            writer.produce(count, tags);
        }
        writer.close();
    }

    private void visit(int seed, int visits, int mostItems) {
        SplittableRandom random = new SplittableRandom(seed);
        Turns turns = Turns.of(200, visits);
        for (int i = 0; turns.goOn(i); i++) {
            try (ItemReader<LongBuffer> reader = ring.subscribe()) {
                compare(reader, random.nextInt(1, mostItems));
            }
        }
        visiting.decrementAndGet();
    }

    private static void compare(ItemReader<LongBuffer> reader, int items) {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        long first = reader.reader().position() / Long.BYTES;
        for (int got = 0; got < items; ) {
            LongBuffer slice = reader.slice();
            int count = slice.remaining();
            if (count == 0) {
                pause.pause();
                continue;
            }
            List<Tag> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long item = slice.get();
                assertEquals(first + got + i, item);
                if (isTagged(item)) {
                    expected.add(Tag.of(i, item));
                }
            }
            assertEquals(expected, reader.tags(count));
            reader.consume(count);
            got += count;
        }
    }
}
