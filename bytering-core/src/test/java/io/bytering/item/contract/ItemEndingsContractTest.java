package io.bytering.item.contract;

import static io.bytering.item.ItemRings.assertRefused;
import static io.bytering.item.ItemRings.consume;
import static io.bytering.item.ItemRings.produce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import java.io.IOException;
import java.nio.IntBuffer;
import org.junit.jupiter.api.Test;

/** How the halves end, each seen from the other. */
abstract class ItemEndingsContractTest implements ItemRingFactory {
    @Test
    void everyItemIsReadBeforeTheEnd() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 8);
        produce(ring, 0, 5);
        ring.writer().close();
        assertFalse(ring.reader().isExhausted());
        consume(ring, 0, 5);
        assertTrue(ring.reader().isExhausted());
        assertEquals(0, ring.reader().slice().remaining());
        ring.reader().consume(0);
    }

    @Test
    void openRingIsNeverExhausted() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 8);
        assertFalse(ring.reader().isExhausted());
        produce(ring, 0, 5);
        consume(ring, 0, 5);
        assertFalse(ring.reader().isExhausted());
    }

    @Test
    void readersCloseEndsTheWriter() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 8);
        ring.writer().slice();
        ring.writer().produce(1);
        ring.reader().close();
        ring.reader().close();
        assertRefused(ring, RingAbandonedException.class, () -> ring.writer().produce(1));
        assertThrowsExactly(RingAbandonedException.class, () -> ring.writer().slice());
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().produce(1), 1, 0);
        ring.writer().produce(0);
    }

    @Test
    void ownCloseEndsOwnCalls() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 8);
        produce(ring, 0, 3);
        ring.writer().slice();
        ring.reader().slice();
        ring.writer().close();
        assertRefused(ring, RingClosedException.class, () -> ring.writer().produce(1));
        assertThrowsExactly(RingClosedException.class, () -> ring.writer().slice());
        ring.reader().close();
        assertRefused(ring, RingClosedException.class, () -> ring.reader().consume(1));
        assertThrowsExactly(RingClosedException.class, () -> ring.reader().slice());
        assertEquals(0, ring.writer().writableItems());
        assertEquals(0, ring.reader().readableItems());
    }

    @Test
    void ringClosesBothHalves() {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 8);
        ring.close();
        assertTrue(ring.ring().writer().isClosed());
        assertTrue(ring.ring().reader().isClosed());
        assertTrue(ring.toString().startsWith("ItemRing[" + ring.capacity() + " × INT, ByteRing["), ring.toString());
    }
}
