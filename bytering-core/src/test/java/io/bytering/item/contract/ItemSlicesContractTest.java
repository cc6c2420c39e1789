package io.bytering.item.contract;

import static io.bytering.item.ItemRings.advance;
import static io.bytering.item.ItemRings.assertRefused;
import static io.bytering.item.ItemRings.consume;
import static io.bytering.item.ItemRings.produce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.bytering.item.ItemReader;
import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import io.bytering.item.ItemWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.junit.jupiter.api.Test;

/** Slices, and what may be produced and consumed of them. */
abstract class ItemSlicesContractTest implements ItemRingFactory {
    @Test
    void everyTypeComesAsItWent() throws IOException {
        ItemRing<ByteBuffer> bytes = ring(ItemType.BYTE, 3);
        bytes.writer().slice().put((byte) -7);
        bytes.writer().produce(1);
        assertEquals(-7, bytes.reader().slice().get());

        ItemRing<ShortBuffer> shorts = ring(ItemType.SHORT, 3);
        shorts.writer().slice().put(Short.MIN_VALUE);
        shorts.writer().produce(1);
        assertEquals(Short.MIN_VALUE, shorts.reader().slice().get());

        ItemRing<IntBuffer> ints = ring(ItemType.INT, 3);
        ints.writer().slice().put(Integer.MIN_VALUE + 1);
        ints.writer().produce(1);
        assertEquals(Integer.MIN_VALUE + 1, ints.reader().slice().get());

        ItemRing<LongBuffer> longs = ring(ItemType.LONG, 3);
        longs.writer().slice().put(Long.MIN_VALUE + 2);
        longs.writer().produce(1);
        assertEquals(Long.MIN_VALUE + 2, longs.reader().slice().get());

        ItemRing<FloatBuffer> floats = ring(ItemType.FLOAT, 3);
        floats.writer().slice().put(Float.MIN_VALUE);
        floats.writer().produce(1);
        assertEquals(Float.MIN_VALUE, floats.reader().slice().get());

        ItemRing<DoubleBuffer> doubles = ring(ItemType.DOUBLE, 3);
        doubles.writer().slice().put(Math.PI);
        doubles.writer().produce(1);
        assertEquals(Math.PI, doubles.reader().slice().get());
    }

    @Test
    void structsCountAsWholes() throws IOException {
        ItemRing<ByteBuffer> ring = ring(ItemType.struct(24), 3);
        int capacity = ring.capacity();
        ByteBuffer slice = ring.writer().slice();
        assertEquals(24 * capacity, slice.remaining());
        assertEquals(capacity, ring.writer().offeredItems());
        for (int i = 0; i < capacity; i++) {
            slice.putLong(i).putLong(-i).putLong(i * 31L);
        }
        ring.writer().produce(capacity);
        assertEquals(0, ring.writer().slice().remaining());
        assertEquals(capacity, ring.reader().readableItems());
        ByteBuffer got = ring.reader().slice();
        ring.reader().consume(1);
        got.position(got.position() + 24);
        for (int i = 1; i < capacity; i++) {
            assertEquals(i, got.getLong());
            assertEquals(-i, got.getLong());
            assertEquals(i * 31L, got.getLong());
        }
        ring.reader().consume(capacity - 1);
        assertEquals(0, ring.reader().slice().remaining());
    }

    @Test
    void orderIsTheMachinesOrTheOneAskedFor() throws IOException {
        ByteOrder other =
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        assertSame(
                ByteOrder.nativeOrder(), ring(ItemType.INT, 3).writer().slice().order());
        assertSame(
                ByteOrder.nativeOrder(),
                ring(ItemType.struct(3), 3).reader().slice().order());
        assertSame(
                other,
                ring(ItemType.struct(3).withOrder(other), 3).reader().slice().order());
        ItemRing<IntBuffer> ring = ring(ItemType.INT.withOrder(other), 3);
        ring.writer().slice().put(0x01020304);
        ring.writer().produce(1);
        ByteBuffer bytes = ring.ring().reader().peek().duplicate();
        assertEquals(0x01020304, bytes.order(other).getInt());
    }

    @Test
    void allItemsAreUsableAtEveryIndex() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 7);
        int capacity = ring.capacity();
        assertEquals(capacity, ring.writer().writableItems());
        for (int i = 0; i < 20; i++) {
            produce(ring, i, capacity);
            assertEquals(0, ring.writer().writableItems());
            assertEquals(0, ring.writer().slice().remaining());
            assertEquals(capacity, ring.reader().readableItems());
            consume(ring, i, capacity);
            advance(ring, i % 3);
        }
    }

    @Test
    void severalProducesAndConsumesOfOneSliceGoOnWhereTheLastEnded() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 10);
        IntBuffer slice = ring.writer().slice();
        for (int i = 0; i < 10; i++) {
            slice.put(i);
        }
        int room = ring.writer().offeredItems();
        assertEquals(slice.remaining() + 10, room);
        ring.writer().produce(3);
        ring.writer().produce(0);
        ring.writer().produce(4);
        assertEquals(room - 7, ring.writer().offeredItems());
        assertEquals(7, ring.reader().readableItems());
        IntBuffer got = ring.reader().slice();
        assertEquals(7, ring.reader().offeredItems());
        ring.reader().consume(2);
        ring.writer().produce(3);
        ring.reader().consume(1);
        assertEquals(4, ring.reader().offeredItems());
        got.position(got.position() + 3);
        assertEquals(3, got.get());
        consume(ring, 3, 7);
    }

    @Test
    void buffersPositionMovesNothing() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 10);
        ring.writer().slice().put(1).put(2).put(3);
        assertEquals(0, ring.reader().readableItems());
        ring.writer().produce(3);
        ring.reader().slice().get();
        assertEquals(3, ring.reader().readableItems());
        consume(ring, 1, 3);
    }

    @Test
    void sliceIsAlwaysTheSameBuffer() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 10);
        IntBuffer first = ring.writer().slice();
        ring.writer().produce(4);
        assertSame(first, ring.writer().slice());
        IntBuffer got = ring.reader().slice();
        ring.reader().consume(4);
        assertSame(got, ring.reader().slice());
    }

    @Test
    void moreThanTheLastSliceIsRefused() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 10);
        ItemWriter<IntBuffer> writer = ring.writer();
        ItemReader<IntBuffer> reader = ring.reader();
        assertRefused(ring, IllegalArgumentException.class, () -> writer.produce(1), 1, 0);
        assertRefused(ring, IllegalArgumentException.class, () -> reader.consume(1), 1, 0);
        int room = writer.slice().remaining();
        assertRefused(ring, IllegalArgumentException.class, () -> writer.produce(room + 1), room + 1, room);
        assertRefused(ring, IllegalArgumentException.class, () -> writer.produce(-1), -1, room);
        writer.produce(4);
        assertRefused(ring, IllegalArgumentException.class, () -> writer.produce(room - 3), room - 3, room - 4);
        assertRefused(ring, IllegalArgumentException.class, () -> reader.consume(1), 1, 0);
        assertEquals(4, reader.slice().remaining());
        writer.produce(1); // the slice was taken before
        assertRefused(ring, IllegalArgumentException.class, () -> reader.consume(5), 5, 4);
        assertRefused(ring, IllegalArgumentException.class, () -> reader.consume(-1), -1, 4);
        reader.consume(3);
        assertRefused(ring, IllegalArgumentException.class, () -> reader.consume(2), 2, 1);
        reader.consume(1);
        assertEquals(1, reader.slice().remaining());
    }

    @Test
    void nothingIsDoneForZero() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 10);
        ring.writer().produce(0);
        ring.reader().consume(0);
        produce(ring, 5, 2);
        ring.writer().produce(0);
        ring.reader().consume(0);
        consume(ring, 5, 2);
        assertEquals(0, ring.reader().readableItems());
    }

    @Test
    void writerMovedUnderItsSliceIsRefused() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 10);
        ring.writer().slice().put(1);
        ring.ring().writer().write(new byte[8], 0, 8);
        assertRefused(ring, IllegalStateException.class, () -> ring.writer().produce(1), 0, 8);
        ring.reader().slice();
        ring.ring().reader().skip(4);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().consume(1));
        produce(ring, 1, 1);
        assertEquals(2, ring.reader().readableItems());
    }

    @Test
    void looksAtTheHalfBelowDisturbNothing() throws IOException {
        ItemRing<IntBuffer> ring = ring(ItemType.INT, 10);
        ring.writer().slice().put(77);
        ring.ring().writer().claim(40);
        ring.ring().writer().abort();
        ring.ring().writer().writableBytes();
        ring.writer().produce(1);
        ring.reader().slice();
        ring.ring().reader().readableBytes();
        ring.reader().consume(1);
        assertEquals(1 * 4, ring.ring().reader().position());
    }
}
