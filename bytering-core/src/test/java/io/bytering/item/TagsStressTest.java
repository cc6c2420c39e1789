package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.testing.Turns;
import io.bytering.testing.TwoThreads;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two threads, and tags on random items: each comes with its item, neither before nor after it. */
@org.junit.jupiter.api.Tag("overlays")
@org.junit.jupiter.api.Tag("long")
@Timeout(300)
class TagsStressTest {
    private static final int LEAST = 1_000;
    private static final int MOST = 1_000_000;

    /** Whether an item has a tag; the item is its own number. */
    private static boolean isTagged(long item) {
        return (item * 0x9E3779B97F4A7C15L) >>> 61 == 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void everyTagComesWithItsItem(int capacity) throws Exception {
        ItemRing<LongBuffer> ring = ItemRing.builder(ItemType.LONG)
                .capacity(capacity)
                .signals(capacity % 2 == 0)
                .build();
        TwoThreads.run(() -> write(ring.writer()), () -> read(ring.reader()));
        assertTrue(ring.writer().writer().position() >= (long) LEAST * Long.BYTES);
        assertEquals(ring.writer().writer().position(), ring.reader().reader().position());
    }

    private static void write(ItemWriter<LongBuffer> writer) throws Exception {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        SplittableRandom random = new SplittableRandom(3);
        Turns turns = Turns.of(LEAST, MOST);
        for (long next = 0; turns.goOn(next); ) {
            LongBuffer slice = writer.slice();
            int count = Math.min(slice.remaining(), random.nextInt(1, 40));
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

    private static void read(ItemReader<LongBuffer> reader) {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        long next = 0;
        while (!reader.isExhausted()) {
            LongBuffer slice = reader.slice();
            int count = slice.remaining();
            if (count == 0) {
                pause.pause();
                continue;
            }
            List<Tag> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long item = slice.get();
                if (item != next + i) {
                    assertEquals(next + i, item);
                }
                if (isTagged(item)) {
                    expected.add(Tag.of(i, item));
                }
            }
            assertEquals(expected, reader.tags(count));
            reader.consume(count);
            next += count;
        }
    }
}
