package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.Overflow;
import io.bytering.Waiter;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ring of items that can't be made, or whose close fails half way, leaves nothing behind. */
@Timeout(300)
class ItemFailuresTest {
    private int lent;

    /** Counts what is not given back. */
    private final Storage pool = (capacity, alignment) -> {
        lent++;
        return new Memory(ByteBuffer.allocate(capacity)) {
            @Override
            public void close() {
                lent--;
            }
        };
    };

    private final RuntimeException thrown = new RuntimeException("of the waiter");
    private final Waiter throwing = () -> {
        throw thrown;
    };

    @Test
    void ringWithoutRoomForAnItemGivesItsMemoryBack() {
        for (int items = 0; items <= 1; items++) {
            ItemRing.Builder<ByteBuffer> builder = ItemRing.builder(ItemType.struct(100))
                    .capacity(items)
                    .overflow(Overflow.OVERWRITE_OLDEST)
                    .storage(pool);
            String message = assertThrowsExactly(IllegalArgumentException.class, builder::build)
                    .getMessage();
            assertEquals("bytes of an item must be in 1..50: 100", message);
            assertEquals(0, lent);
        }
    }

    @Test
    void storageThatFailsIsNotAskedAgain() {
        OutOfMemoryError full = new OutOfMemoryError("of the storage");
        Storage none = (capacity, alignment) -> {
            throw full;
        };
        assertSame(
                full,
                assertThrowsExactly(
                        OutOfMemoryError.class,
                        () -> ItemRing.builder(ItemType.INT).storage(none).build()));
        assertSame(full, assertThrowsExactly(OutOfMemoryError.class, () -> ItemBroadcast.of(ItemType.INT, 8, 0, none)));
    }

    @Test
    void memoryThatIsTooSmallIsGivenBack() {
        Storage small = (capacity, alignment) -> pool.allocate(capacity - 1, alignment);
        assertThrowsExactly(
                IllegalStateException.class,
                () -> ItemRing.builder(ItemType.INT).storage(small).build());
        assertThrowsExactly(IllegalStateException.class, () -> ItemBroadcast.of(ItemType.INT, 8, 0, small));
        assertEquals(0, lent);
    }

    @Test
    void closeOfARingClosesBothHalvesWhateverAWaiterThrows() {
        ItemRing<IntBuffer> ring =
                ItemRing.builder(ItemType.INT).capacity(8).storage(pool).build();
        assertTrue(ring.reader().reader().arm(throwing, 4));
        assertSame(thrown, assertThrowsExactly(RuntimeException.class, ring::close));
        assertTrue(ring.writer().writer().isClosed());
        assertTrue(ring.reader().reader().isClosed());
        assertEquals(0, lent);
        ring.close();
    }

    @Test
    void closedReaderKeepsNoTagsWhateverAWaiterThrows() throws Exception {
        ItemRing<IntBuffer> ring =
                ItemRing.builder(ItemType.INT).capacity(8).storage(pool).build();
        Object value = new Object();
        WeakReference<Object> tag = new WeakReference<>(value);
        ring.writer().slice().put(1);
        ring.writer().produce(1, Tag.of(0, value));
        assertTrue(ring.writer().writer().arm(throwing, 32));
        assertSame(thrown, assertThrowsExactly(RuntimeException.class, ring.reader()::close));
        value = null;
        while (tag.get() != null) {
            System.gc();
        }
        assertEquals(0, ring.reader().tags().size());
        ring.close();
        assertEquals(0, lent);
    }
}
