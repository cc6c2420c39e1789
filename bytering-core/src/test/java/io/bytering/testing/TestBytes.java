package io.bytering.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.RingReader;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The one sequence that all tests send: the byte at each position of the stream is known, so none can be lost or swapped.
 */
public final class TestBytes {
    /** A prime, so that it never falls in step with a capacity. */
    public static final int PERIOD = 251;

    private TestBytes() {}

    public static byte at(long position) {
        return (byte) Math.floorMod(position, PERIOD);
    }

    /** {@code count} bytes of the stream, from a position on. */
    public static byte[] of(long position, int count) {
        byte[] bytes = new byte[count];
        fill(position, bytes, 0, count);
        return bytes;
    }

    public static void fill(long position, byte[] dst, int offset, int count) {
        for (int i = 0; i < count; i++) {
            dst[offset + i] = at(position + i);
        }
    }

    /** The bytes are those from this position of the stream on. */
    public static void check(long position, byte[] bytes, int offset, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[offset + i] != at(position + i)) {
                assertEquals(at(position + i), bytes[offset + i], "byte at position " + (position + i));
            }
        }
    }

    /** Everything that waits in the ring; consumes it. */
    public static byte[] readAll(RingReader reader) {
        byte[] bytes = new byte[reader.capacity()];
        return Arrays.copyOf(bytes, Math.max(reader.read(bytes, 0, bytes.length), 0));
    }

    /** What lies between the buffer's position and limit; leaves both alone. */
    public static byte[] content(ByteBuffer slice) {
        byte[] bytes = new byte[slice.remaining()];
        slice.duplicate().get(bytes);
        return bytes;
    }

    /** The content of the first slice, then of the second. */
    public static byte[] content(ByteBuffer[] slices) {
        byte[] first = content(slices[0]);
        byte[] second = content(slices[1]);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Puts the stream's bytes from position {@code from} on into the slices, {@code count} of them; moves their positions. */
    public static void put(ByteBuffer[] slices, long from, int count) {
        for (int i = 0; i < count; i++) {
            slices[slices[0].hasRemaining() ? 0 : 1].put(at(from + i));
        }
    }
}
