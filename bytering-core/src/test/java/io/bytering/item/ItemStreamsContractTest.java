package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random produces and consumes beside a queue: every item and every tag compared. */
abstract class ItemStreamsContractTest implements ItemRingFactory {
    private static final int STEPS = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 1500})
    void itemsAndTagsAreThoseOfAQueue(int capacity) throws IOException {
        try (ItemRing<IntBuffer> ring = ring(ItemType.INT, capacity)) {
            SplittableRandom random = new SplittableRandom(capacity);
            Deque<Integer> items = new ArrayDeque<>();
            Deque<Tag> tags = new ArrayDeque<>(); // their indexes count from the first item ever
            int[] position = {0, 0};
            for (int step = 0; step < STEPS; step++) {
                if (random.nextBoolean()) {
                    write(ring, random, items, tags, position);
                } else {
                    read(ring, random, items, tags, position);
                }
                assertEquals(items.size(), ring.reader().readableItems());
                assertEquals(ring.capacity() - items.size(), ring.writer().writableItems());
            }
        }
    }

    private static void write(
            ItemRing<IntBuffer> ring, SplittableRandom random, Deque<Integer> items, Deque<Tag> tags, int[] position)
            throws IOException {
        IntBuffer slice = ring.writer().slice();
        int left = slice.remaining();
        for (int parts = random.nextInt(3); parts >= 0 && left > 0; parts--) {
            int count = random.nextInt(Math.min(left, 50) + 1);
            List<Tag> given = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int item = random.nextInt();
                slice.put(item);
                items.add(item);
                if (random.nextInt(8) == 0) {
                    given.add(Tag.of(i, item));
                    tags.add(Tag.of(position[0] + i, item));
                }
            }
            ring.writer().produce(count, given);
            position[0] += count;
            left -= count;
        }
    }

    private static void read(
            ItemRing<IntBuffer> ring, SplittableRandom random, Deque<Integer> items, Deque<Tag> tags, int[] position) {
        IntBuffer slice = ring.reader().slice();
        List<Tag> expected = new ArrayList<>();
        tags.forEach(tag -> expected.add(Tag.of(tag.index() - position[1], tag.value())));
        assertEquals(expected, ring.reader().tags());
        int left = slice.remaining();
        for (int parts = random.nextInt(3); parts >= 0 && left > 0; parts--) {
            int count = random.nextInt(Math.min(left, 60) + 1);
            for (int i = 0; i < count; i++) {
                assertEquals(items.remove(), slice.get());
            }
            ring.reader().consume(count);
            position[1] += count;
            left -= count;
            while (!tags.isEmpty() && tags.peek().index() < position[1]) {
                tags.remove();
            }
        }
    }
}
