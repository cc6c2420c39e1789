package io.bytering.item;

import static io.bytering.item.ItemRings.consume;
import static io.bytering.item.ItemRings.produce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingReader;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tags live as long as their items wait, and no longer. */
@Timeout(300)
class TagsMemoryTest {
    private final ItemRing<IntBuffer> ring = ItemRing.of(ItemType.INT, 8);

    @Test
    void consumedTagsAreGarbageAndWaitingOnesAreNot() throws IOException {
        List<WeakReference<Object>> values = tagged(6);
        consume(ring, 0, 4);
        for (int i = 0; i < 4; i++) {
            awaitCleared(values.get(i));
        }
        assertNotNull(values.get(4).get());
        assertEquals(2, ring.reader().tags().size());
        consume(ring, 4, 2);
        awaitCleared(values.get(4));
        awaitCleared(values.get(5));
    }

    @Test
    void closedReaderKeepsNone() throws IOException {
        List<WeakReference<Object>> values = tagged(6);
        ring.reader().close();
        for (WeakReference<Object> value : values) {
            awaitCleared(value);
        }
        assertEquals(0, ring.reader().tags().size());
    }

    /** More than the heap could hold at once. */
    @Test
    void tagsAreBoundedByTheRing() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            produce(ring, i, 1, Tag.of(0, new byte[100_000]));
            consume(ring, i, 1);
        }
    }

    private interface Moving {
        int move(RingReader reader, int bytes) throws IOException;
    }

    /** More than the heap could hold at once, and the reader of items is never asked. */
    private static void assertBounded(ItemWriter<IntBuffer> writer, RingReader reader, Moving moving)
            throws IOException {
        for (int i = 0; i < 20_000; i++) {
            assertTrue(writer.slice().hasRemaining());
            writer.produce(1, Tag.of(0, new byte[100_000]));
            assertEquals(4, moving.move(reader, 4));
        }
    }

    @Test
    void tagsAreBoundedByTheRingWhenTheReaderIsMovedByBytes() throws IOException {
        byte[] bytes = new byte[4];
        assertBounded(ring.writer(), ring.reader().reader(), RingReader::skip);
        assertBounded(ring.writer(), ring.reader().reader(), (reader, length) -> reader.read(bytes, 0, length));
        assertBounded(ring.writer(), ring.reader().reader(), (reader, length) -> {
            assertEquals(length, reader.peek(length).remaining());
            reader.consume(length);
            return length;
        });
        assertEquals(0, ring.reader().tags().size());
    }

    @Test
    void tagsAreBoundedByTheRingWhenReadersOfABroadcastAreMovedByBytes() throws IOException {
        ItemBroadcast<IntBuffer> broadcast = ItemBroadcast.of(ItemType.INT, 8);
        ItemReader<IntBuffer> first = broadcast.subscribe();
        ItemReader<IntBuffer> second = broadcast.subscribe();
        assertBounded(broadcast.writer(), first.reader(), (reader, length) -> {
            assertEquals(length, second.reader().skip(length));
            return reader.skip(length);
        });
        assertEquals(0, second.tags().size());
        first.reader().close(); // and not the reader of items
        assertBounded(broadcast.writer(), second.reader(), RingReader::skip);
    }

    @Test
    void tagsOfItemsThatWaitAreKeptWhateverWasMovedByBytes() throws IOException {
        for (int i = 0; i < 100; i++) {
            produce(ring, i, 5, Tag.of(0, "a" + i), Tag.of(4, "b" + i));
            assertEquals(12, ring.reader().reader().skip(12));
            assertEquals(List.of(Tag.of(1, "b" + i)), ring.reader().tags());
            assertEquals(8, ring.reader().reader().skip(8));
        }
    }

    private List<WeakReference<Object>> tagged(int items) throws IOException {
        List<WeakReference<Object>> values = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            Object value = new Object();
            values.add(new WeakReference<>(value));
            produce(ring, i, 1, Tag.of(0, value));
        }
        return values;
    }

    private static void awaitCleared(WeakReference<Object> value) {
        while (value.get() != null) {
            System.gc();
        }
    }
}
