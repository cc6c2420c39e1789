package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("overlays")
class BytesTest {
    private static final int SIZE = 128;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyLengthAtEveryPlaceMovesThoseBytesAndNoOthers(boolean direct) {
        byte[] array = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            array[i] = (byte) (i + 1);
        }
        ByteBuffer memory = memory(direct);
        byte[] back = new byte[SIZE];
        for (int length = 0; length <= 70; length++) {
            for (int offset = 0; offset < 10; offset++) {
                int index = (offset * 7 + length) % 20;
                clear(memory);
                Bytes.put(memory, index, array, offset, length);
                byte[] expected = new byte[SIZE];
                System.arraycopy(array, offset, expected, index, length);
                assertArrayEquals(expected, content(memory), "put of " + length + " at " + index);

                Arrays.fill(back, (byte) 0);
                Bytes.get(memory, index, back, offset, length);
                expected = new byte[SIZE];
                System.arraycopy(array, offset, expected, offset, length);
                assertArrayEquals(expected, back, "get of " + length + " to " + offset);
            }
        }
    }

    /** As a half has it. */
    private static ByteBuffer memory(boolean direct) {
        ByteBuffer memory = direct ? ByteBuffer.allocateDirect(SIZE) : ByteBuffer.allocate(SIZE);
        return memory.order(ByteOrder.nativeOrder());
    }

    private static void clear(ByteBuffer memory) {
        for (int i = 0; i < SIZE; i++) {
            memory.put(i, (byte) 0);
        }
    }

    private static byte[] content(ByteBuffer memory) {
        byte[] content = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            content[i] = memory.get(i);
        }
        return content;
    }
}
