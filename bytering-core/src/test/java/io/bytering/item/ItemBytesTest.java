package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import java.io.IOException;
import java.nio.IntBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Items on one side, bytes on the other, on memory that wraps. */
class ItemBytesTest {
    private final ByteRing ring = ByteRing.ofCapacity(12);

    @Test
    void capacityMustBeOfWholeItems() {
        ByteRing odd = ByteRing.ofCapacity(10);
        assertFails(IllegalArgumentException.class, () -> ItemRing.over(odd, ItemType.INT), "capacity=10", "item=4");
        assertFails(IllegalArgumentException.class, () -> ItemWriter.of(odd.writer(), ItemType.INT), "capacity=10");
        assertFails(IllegalArgumentException.class, () -> ItemReader.of(odd.reader(), ItemType.INT), "capacity=10");
    }

    @Test
    void sliceEndsAtTheWrap() throws IOException {
        ItemRing<IntBuffer> items = ItemRing.over(ring, ItemType.INT);
        ItemRings.advance(items, 2);
        assertEquals(1, items.writer().slice().remaining());
        assertEquals(3, items.writer().writableItems());
        ItemRings.produce(items, 0, 3);
        assertEquals(1, items.reader().slice().remaining());
        assertEquals(3, items.reader().readableItems());
        ItemRings.consume(items, 0, 3);
    }

    @Test
    void itemsComeFromBytesOnceTheyAreWhole() throws IOException {
        ItemReader<IntBuffer> reader = ItemReader.of(ring.reader(), ItemType.INT);
        for (int i = 1; i < 100; i++) {
            ring.writer().write(new byte[] {(byte) i, (byte) i, (byte) i}, 0, 3);
            assertEquals(0, reader.slice().remaining());
            ring.writer().write(new byte[] {(byte) i, (byte) i}, 0, 2);
            assertEquals(0x01010101 * i, reader.slice().get());
            reader.consume(1);
            ring.writer().write(new byte[] {(byte) i, (byte) i, (byte) i}, 0, 3);
            assertEquals(1, reader.slice().remaining());
            reader.consume(1);
        }
    }

    @Test
    void itemsLeaveAsBytes() throws IOException {
        ItemWriter<IntBuffer> writer = ItemWriter.of(ring.writer(), ItemType.INT);
        byte[] three = new byte[3];
        for (int i = 1; i < 100; i++) {
            writer.slice().put(0x01010101 * i);
            writer.produce(1);
            assertEquals(3, ring.reader().read(three, 0, 3));
            assertEquals(i, three[2]);
            assertEquals(2, writer.writableItems());
            assertEquals(1, ring.reader().skip(1));
        }
    }

    @Test
    void lastBytesThatMakeNoItemStay() throws IOException {
        ItemReader<IntBuffer> reader = ItemReader.of(ring.reader(), ItemType.INT);
        ring.writer().write(new byte[7], 0, 7);
        ring.writer().close();
        reader.slice();
        reader.consume(1);
        assertEquals(0, reader.slice().remaining());
        assertTrue(reader.isExhausted());
        assertFalse(ring.reader().isExhausted());
        assertEquals(3, ring.reader().readableBytes());
    }

    @Test
    void itemThatAClaimHasSplitIsAnError() throws IOException {
        ItemReader<IntBuffer> reader = ItemReader.of(ring.reader(), ItemType.INT);
        ring.writer().write(new byte[10], 0, 10);
        reader.slice();
        reader.consume(2);
        assertEquals(0, reader.slice().remaining());
        assertEquals(8, ring.writer().claim(8).remaining());
        ring.writer().commit(8); // from index 0 on, so that bytes 8 and 9 are no longer followed by 10 and 11
        assertFails(IllegalStateException.class, reader::slice, "item=4", "wrap=2", "all=10");
        assertEquals(10, ring.reader().readableBytes());
    }

    @Test
    void oddBytesBelowAreAnError() throws IOException {
        ItemRing<IntBuffer> items = ItemRing.over(ring, ItemType.INT);
        ItemRings.produce(items, 0, 2);
        ring.reader().skip(1);
        assertFails(IllegalStateException.class, () -> items.reader().slice(), "index=1", "item=4");
        assertFails(IllegalArgumentException.class, () -> items.reader().consume(1), "0..0");
        ring.writer().write(new byte[2], 0, 2);
        assertFails(IllegalStateException.class, () -> items.writer().slice(), "index=10", "item=4");
        assertFails(IllegalArgumentException.class, () -> items.writer().produce(1), "0..0");
    }

    private static void assertFails(Class<? extends Exception> type, Executable call, String... parts) {
        String message = assertThrowsExactly(type, call).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
