package io.bytering.item.contract;

import static io.bytering.item.ItemRings.advance;
import static io.bytering.item.ItemRings.assertRefused;
import static io.bytering.item.ItemRings.consume;
import static io.bytering.item.ItemRings.indexes;
import static io.bytering.item.ItemRings.produce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.item.ItemReader;
import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import io.bytering.item.ItemWriter;
import io.bytering.item.Tag;
import java.io.IOException;
import java.nio.IntBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values attached to items. */
abstract class TagsContractTest implements ItemRingFactory {
    private ItemRing<IntBuffer> ring() {
        return ring(ItemType.INT, 30);
    }

    @Test
    void indexesCountFromTheFirstUnreadItem() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        produce(ring, 0, 10, Tag.of(0, "a"), Tag.of(3, "b"));
        produce(ring, 10, 10, Tag.of(0, "c"), Tag.of(3, "d"));
        assertEquals(List.of(0, 3, 10, 13), indexes(ring.reader()));
        consume(ring, 0, 4);
        assertEquals(List.of(Tag.of(6, "c"), Tag.of(9, "d")), ring.reader().tags());
        consume(ring, 4, 7);
        assertEquals(List.of(Tag.of(2, "d")), ring.reader().tags());
        consume(ring, 11, 9);
        assertEquals(List.of(), ring.reader().tags());
    }

    @Test
    void tagsOfTheNextItemsOnly() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        produce(ring, 0, 10, Tag.of(0, "a"), Tag.of(3, "b"), Tag.of(9, "c"));
        assertEquals(List.of(), ring.reader().tags(0));
        assertEquals(List.of(Tag.of(0, "a")), ring.reader().tags(3));
        assertEquals(List.of(Tag.of(0, "a"), Tag.of(3, "b")), ring.reader().tags(4));
        assertEquals(3, ring.reader().tags(Integer.MAX_VALUE).size());
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().tags(-1), -1);
    }

    @Test
    void tagsGoWithTheirProduceOfASlice() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        ring.writer().slice();
        ring.writer().produce(2, Tag.of(1, "a"));
        ring.writer().produce(3);
        ring.writer().produce(4, List.of(Tag.of(3, "b")));
        assertEquals(List.of(Tag.of(1, "a"), Tag.of(8, "b")), ring.reader().tags());
        ring.reader().slice();
        ring.reader().consume(1);
        ring.reader().consume(1);
        assertEquals(List.of(6), indexes(ring.reader()));
    }

    @Test
    void orderIsThatOfTheItemsAndThenOfTheCall() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        produce(ring, 0, 5, Tag.of(4, "x"), Tag.of(0, "y"), Tag.of(4, "z"), Tag.of(2, "w"), Tag.of(0, "v"));
        assertEquals(
                List.of(Tag.of(0, "y"), Tag.of(0, "v"), Tag.of(2, "w"), Tag.of(4, "x"), Tag.of(4, "z")),
                ring.reader().tags());
    }

    @Test
    void valueIsTheVeryObject() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        Object value = new Object();
        produce(ring, 0, 1, Tag.of(0, value));
        assertSame(value, ring.reader().tags().get(0).value());
    }

    @Test
    void tagsFollowTheirItemsAcrossTheEnd() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        int capacity = ring.capacity();
        for (int lap = 0; lap < 5; lap++) {
            advance(ring, capacity - 3);
            produce(ring, 0, 3, Tag.of(2, lap));
            produce(ring, 3, capacity - 3, Tag.of(capacity - 4, -lap));
            assertEquals(
                    List.of(Tag.of(2, lap), Tag.of(capacity - 1, -lap)),
                    ring.reader().tags());
            consume(ring, 0, 3);
            assertEquals(List.of(Tag.of(capacity - 4, -lap)), ring.reader().tags());
            consume(ring, 3, capacity - 3);
            assertEquals(List.of(), ring.reader().tags());
        }
    }

    @Test
    void tagOnNoItemOfItsProduceIsRefused() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        produce(ring, 0, 5, Tag.of(4, "kept"));
        ring.writer().slice();
        assertRefused(
                ring,
                IllegalArgumentException.class,
                () -> ring.writer().produce(10, Tag.of(9, "a"), Tag.of(10, "b")),
                10);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().produce(0, Tag.of(0, "a")), 0);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().produce(-1, Tag.of(0, "a")), -1);
        assertRefused(ring, IllegalArgumentException.class, () -> Tag.of(-1, "a"), -1);
        ring.writer().produce(0, Collections.emptyList());
        ring.writer().produce(25);
        assertEquals(List.of(Tag.of(4, "kept")), ring.reader().tags());
    }

    @Test
    void refusedProduceKeepsNoTag() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().produce(1, Tag.of(0, "a")), 1, 0);
        ring.writer().slice();
        ring.ring().writer().write(new byte[4], 0, 4);
        assertRefused(ring, IllegalStateException.class, () -> ring.writer().produce(1, Tag.of(0, "a")), 0, 4);
        produce(ring, 0, 1, Tag.of(0, "b"));
        assertEquals(List.of(Tag.of(1, "b")), ring.reader().tags());
    }

    @Test
    void tagsOutliveTheirWriter() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        produce(ring, 0, 5, Tag.of(1, "a"));
        ring.writer().slice();
        ring.writer().close();
        assertRefused(ring, RingClosedException.class, () -> ring.writer().produce(1, Tag.of(0, "late")));
        assertEquals(List.of(Tag.of(1, "a")), ring.reader().tags());
    }

    @Test
    void nothingIsKeptForAReaderThatIsGone() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        produce(ring, 0, 5, Tag.of(1, "a"));
        ring.writer().slice();
        ring.reader().close();
        assertEquals(List.of(), ring.reader().tags());
        assertRefused(ring, RingAbandonedException.class, () -> ring.writer().produce(1, Tag.of(0, "late")));
        assertEquals(List.of(), ring.reader().tags());
    }

    @Test
    void bytesSkippedBelowDropTheirTags() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        produce(ring, 0, 5, Tag.of(1, "a"), Tag.of(4, "b"));
        ring.ring().reader().skip(2 * 4);
        assertEquals(List.of(Tag.of(2, "b")), ring.reader().tags());
    }

    @Test
    void viewsOfHalvesHaveNoTags() throws IOException {
        ItemRing<IntBuffer> ring = ring();
        ItemWriter<IntBuffer> writer = ItemWriter.of(ring.ring().writer(), ItemType.INT);
        writer.slice();
        assertRefused(ring, IllegalStateException.class, () -> writer.produce(1, Tag.of(0, "a")), "a");
        writer.produce(1, List.of());
        assertEquals(
                List.of(), ItemReader.of(ring.ring().reader(), ItemType.INT).tags());
    }
}
