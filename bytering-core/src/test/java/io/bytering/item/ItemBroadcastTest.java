package io.bytering.item;

import static io.bytering.item.ItemRings.indexes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.IntBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One writer, several readers, each with its own place among items and tags. */
@Timeout(300)
class ItemBroadcastTest {
    private final ItemBroadcast<IntBuffer> ring = ItemBroadcast.of(ItemType.INT, 8);

    private void produce(int first, int count, Tag... tags) throws IOException {
        ItemWriter<IntBuffer> writer = ring.writer();
        for (int i = 0; i < count; i++) {
            writer.slice().put(first + i);
            int index = i;
            Tag[] here = List.of(tags).stream()
                    .filter(tag -> tag.index() == index)
                    .map(tag -> Tag.of(0, tag.value()))
                    .toArray(Tag[]::new);
            writer.produce(1, here);
        }
    }

    private static void consume(ItemReader<IntBuffer> reader, int first, int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(first + i, reader.slice().get());
            reader.consume(1);
        }
    }

    @Test
    void eachReaderHasItsOwnPlace() throws IOException {
        ItemReader<IntBuffer> one = ring.subscribe();
        ItemReader<IntBuffer> other = ring.subscribe();
        produce(0, 6, Tag.of(0, "a"), Tag.of(3, "b"), Tag.of(5, "c"));
        consume(one, 0, 4);
        assertEquals(List.of(Tag.of(1, "c")), one.tags());
        assertEquals(List.of(0, 3, 5), indexes(other));
        assertEquals(2, ring.writer().writableItems(), "the slowest reader gates");
        consume(other, 0, 6);
        assertEquals(6, ring.writer().writableItems());
        assertEquals(List.of(), other.tags());
        assertEquals(List.of(Tag.of(1, "c")), one.tags());
    }

    @Test
    void lateReadersSeeNoneOfTheOldTags() throws IOException {
        ItemReader<IntBuffer> early = ring.subscribe();
        produce(0, 4, Tag.of(1, "old"), Tag.of(3, "last of the old"));
        ItemReader<IntBuffer> late = ring.subscribe();
        assertEquals(List.of(), late.tags());
        produce(4, 4, Tag.of(0, "first of the new"), Tag.of(2, "new"));
        assertEquals(List.of(Tag.of(0, "first of the new"), Tag.of(2, "new")), late.tags());
        assertEquals(List.of(1, 3, 4, 6), indexes(early));
        consume(late, 4, 4);
        consume(early, 0, 8);
    }

    @Test
    void withoutReadersTheWriterGoesOnAndKeepsNoTag() throws IOException {
        Object value = new Object();
        WeakReference<Object> old = new WeakReference<>(value);
        produce(0, 1, Tag.of(0, value));
        value = null;
        produce(1, 100, Tag.of(99, "old"));
        while (old.get() != null) {
            System.gc();
        }
        ItemReader<IntBuffer> reader = ring.subscribe();
        produce(101, 2, Tag.of(1, "new"));
        assertEquals(List.of(Tag.of(1, "new")), reader.tags());
    }

    @Test
    void closedReaderNeitherGatesNorKeepsTags() throws IOException {
        ItemReader<IntBuffer> leaving = ring.subscribe();
        ItemReader<IntBuffer> staying = ring.subscribe();
        Object value = new Object();
        WeakReference<Object> tag = new WeakReference<>(value);
        produce(0, 8, Tag.of(5, value));
        value = null;
        consume(staying, 0, 8);
        leaving.close();
        assertEquals(8, ring.writer().writableItems());
        while (tag.get() != null) {
            System.gc();
        }
        assertEquals(List.of(), leaving.tags());
    }

    @Test
    void endIsSeenByAll() throws IOException {
        ItemReader<IntBuffer> one = ring.subscribe();
        ItemReader<IntBuffer> other = ring.subscribe();
        produce(0, 3, Tag.of(2, "last"));
        ring.writer().close();
        consume(one, 0, 3);
        assertTrue(one.isExhausted());
        assertEquals(List.of(Tag.of(2, "last")), other.tags());
        consume(other, 0, 3);
        assertTrue(other.isExhausted());
        ring.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allItemsAreUsableAtEveryIndex(boolean mirrored) throws IOException {
        Storage storage = mirrored && MirroredMemory.isSupported() ? Storage.mirrored() : Storage.heap();
        try (ItemBroadcast<?> wide = ItemBroadcast.of(ItemType.struct(24), 5, 0, storage)) {
            ItemReader<?> reader = wide.subscribe();
            int capacity = wide.capacity();
            for (int i = 0; i < 12; i++) {
                assertEquals(capacity, wide.writer().writableItems());
                for (int done = 0; done < capacity; ) {
                    int here = wide.writer().slice().remaining() / 24;
                    wide.writer().produce(here);
                    done += here;
                }
                assertEquals(0, wide.writer().writableItems());
                for (int left = capacity; left > 0; left -= take(reader, left)) {}
                wide.writer().slice();
                wide.writer().produce(1);
                take(reader, 1);
            }
        }
    }

    private static int take(ItemReader<?> reader, int most) {
        int here = Math.min(most, reader.slice().remaining() / 24);
        assertTrue(here > 0, "items wait");
        reader.consume(here);
        return here;
    }

    @Test
    void itemsThatOnlyHistoryHasRoomForAreRefused() {
        BroadcastRing kept = BroadcastRing.builder().capacity(12).history(9).build();
        String message = assertThrowsExactly(
                        IllegalArgumentException.class, () -> ItemBroadcast.over(kept, ItemType.INT))
                .getMessage();
        assertTrue(message.contains("1..3") && message.contains(": 4"), message);
    }

    @Test
    void itemsTornByOverwritingAreAnError() throws IOException {
        int torn = 0;
        for (int written = 13; written < 33; written++) {
            BroadcastRing bytes =
                    BroadcastRing.builder().capacity(12).history(4).build();
            ItemReader<IntBuffer> reader = ItemReader.of(bytes.subscribeLossy(), ItemType.INT);
            for (int i = 0; i < written; i++) {
                bytes.writer().write(new byte[1], 0, 1);
            }
            reader.reader().peek();
            long missed = reader.reader().missedBytes();
            assertTrue(missed > 0, "lapped");
            if (missed % 4 != 0) {
                torn++;
                String message = assertThrowsExactly(IllegalStateException.class, reader::slice)
                        .getMessage();
                assertTrue(message.contains("missed bytes=" + missed), message);
            } else {
                reader.slice();
            }
        }
        assertTrue(torn > 0, "items were torn");
    }
}
