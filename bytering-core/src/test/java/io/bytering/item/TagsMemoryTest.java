package io.bytering.item;

import static io.bytering.item.ItemRings.consume;
import static io.bytering.item.ItemRings.produce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tags live as long as their items wait, and no longer. */
@Timeout(60)
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
