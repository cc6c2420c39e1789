package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;

/** Items of any type that tell their number: item n holds the number n, in each byte of a struct as much as fits. */
final class ItemNumbers {
    /** One of each kind, and structs that divide neither a page nor each other. */
    static final List<ItemType<?>> TYPES = types();

    private ItemNumbers() {}

    private static List<ItemType<?>> types() {
        List<ItemType<?>> types = new ArrayList<>(
                List.of(ItemType.BYTE, ItemType.SHORT, ItemType.INT, ItemType.LONG, ItemType.FLOAT, ItemType.DOUBLE));
        for (int bytes : new int[] {2, 3, 5, 12, 24}) {
            types.add(ItemType.struct(bytes));
        }
        return List.copyOf(types);
    }

    static void put(Buffer slice, int bytes, long number) {
        if (slice instanceof ByteBuffer) {
            for (int i = 0; i < bytes; i++) {
                ((ByteBuffer) slice).put((byte) (number + i));
            }
        } else if (slice instanceof ShortBuffer) {
            ((ShortBuffer) slice).put((short) number);
        } else if (slice instanceof IntBuffer) {
            ((IntBuffer) slice).put((int) number);
        } else if (slice instanceof LongBuffer) {
            ((LongBuffer) slice).put(number);
        } else if (slice instanceof FloatBuffer) {
            ((FloatBuffer) slice).put(number);
        } else {
            ((DoubleBuffer) slice).put(number);
        }
    }

    static void check(Buffer slice, int bytes, long number) {
        if (slice instanceof ByteBuffer) {
            for (int i = 0; i < bytes; i++) {
                assertEquals((byte) (number + i), ((ByteBuffer) slice).get());
            }
        } else if (slice instanceof ShortBuffer) {
            assertEquals((short) number, ((ShortBuffer) slice).get());
        } else if (slice instanceof IntBuffer) {
            assertEquals((int) number, ((IntBuffer) slice).get());
        } else if (slice instanceof LongBuffer) {
            assertEquals(number, ((LongBuffer) slice).get());
        } else if (slice instanceof FloatBuffer) {
            assertEquals((float) number, ((FloatBuffer) slice).get());
        } else {
            assertEquals((double) number, ((DoubleBuffer) slice).get());
        }
    }
}
