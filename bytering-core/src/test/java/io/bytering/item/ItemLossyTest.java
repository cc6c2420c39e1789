package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.Overflow;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers of items that are too slow: what they miss is whole items. */
@Timeout(300)
class ItemLossyTest {
    /** Structs of this size divide neither a page nor an eighth of a ring. */
    private static final ItemType<ByteBuffer> STRUCT = ItemType.struct(12);

    private static Storage storage(String name) {
        assumeTrue(!name.equals("mirrored") || MirroredMemory.isSupported());
        return name.equals("mirrored") ? Storage.mirrored() : Storage.direct();
    }

    @ParameterizedTest
    @CsvSource({"direct, 7, 3", "direct, 100, 50", "direct, 100, 0", "mirrored, 100, 50"})
    void lossyReaderMissesWholeItems(String name, int capacity, int history) throws IOException {
        try (ItemBroadcast<ByteBuffer> ring = ItemBroadcast.of(STRUCT, capacity, history, storage(name))) {
            ItemReader<ByteBuffer> reader = ring.subscribeLossy();
            readWhile(ring.writer(), reader, 20_000);
            assertTrue(reader.reader().missedBytes() > 0);
        }
    }

    @Test
    void gatingReaderBesideItMissesNothing() throws IOException {
        try (ItemBroadcast<ByteBuffer> ring = ItemBroadcast.of(STRUCT, 50, 25, Storage.direct())) {
            ItemReader<ByteBuffer> gating = ring.subscribe();
            ItemReader<ByteBuffer> lossy = ring.subscribeLossy();
            SplittableRandom random = new SplittableRandom(4);
            int written = 0;
            int[] next = new int[2];
            while (written < 5000) {
                written = write(ring.writer(), random.nextInt(20), written);
                next[0] = read(gating, random.nextInt(20), next[0]);
                if (random.nextInt(10) == 0) {
                    next[1] = read(lossy, random.nextInt(20), next[1]);
                }
            }
            assertEquals(0, gating.reader().missedBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"direct, 100", "direct, 2", "mirrored, 100"})
    void ringThatOverwritesLosesWholeItems(String name, int capacity) throws IOException {
        try (ItemRing<ByteBuffer> ring = ItemRing.builder(STRUCT)
                .capacity(capacity)
                .storage(storage(name))
                .overflow(Overflow.OVERWRITE_OLDEST)
                .build()) {
            readWhile(ring.writer(), ring.reader(), 20_000);
            assertTrue(ring.reader().reader().missedBytes() > 0);
        }
    }

    @Test
    void ringThatOverwritesHasNoTags() throws IOException {
        ItemRing<IntBuffer> ring = ItemRing.builder(ItemType.INT)
                .capacity(8)
                .overflow(Overflow.OVERWRITE_OLDEST)
                .build();
        ring.writer().slice();
        assertThrowsExactly(IllegalStateException.class, () -> ring.writer().produce(1, Tag.of(0, "nobody")));
        assertEquals(0, ring.reader().readableItems());
        ring.writer().slice().put(1);
        ring.writer().produce(1);
        assertEquals(0, ring.reader().tags().size());
        assertThrowsExactly(
                IllegalArgumentException.class,
                () -> ItemRing.builder(ItemType.INT)
                        .capacity(1)
                        .overflow(Overflow.OVERWRITE_OLDEST)
                        .build());
    }

    /** Item i has three ints: i, i + 1, i + 2. Whatever is read must be a whole item, later than the one before. */
    private static void readWhile(ItemWriter<ByteBuffer> writer, ItemReader<ByteBuffer> reader, int items)
            throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        int written = 0;
        int next = 0;
        while (written < items) {
            written = write(writer, random.nextInt(10), written);
            if (random.nextInt(20) == 0) {
                next = read(reader, random.nextInt(10), next);
            }
        }
    }

    private static int write(ItemWriter<ByteBuffer> writer, int most, int written) throws IOException {
        ByteBuffer slice = writer.slice();
        int count = Math.min(most, writer.offeredItems());
        for (int i = written; i < written + count; i++) {
            slice.putInt(i).putInt(i + 1).putInt(i + 2);
        }
        writer.produce(count);
        return written + count;
    }

    private static int read(ItemReader<ByteBuffer> reader, int most, int next) {
        ByteBuffer slice = reader.slice();
        int count = Math.min(most, reader.offeredItems());
        int expected = next;
        for (int i = 0; i < count; i++) {
            int item = slice.getInt();
            assertEquals("" + (item + 1) + (item + 2), "" + slice.getInt() + slice.getInt());
            boolean afterAGap = i == 0 && item > expected;
            assertTrue(item == expected || afterAGap, item + " in place of " + expected);
            expected = item + 1;
        }
        reader.consume(count);
        return expected;
    }
}
