package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The one sequence that all tests send: the byte at each position of the stream is known, so none can be lost or swapped. */
public final class TestBytes {
    /** A prime, so that it never falls in step with a capacity. */
    public static final int PERIOD = 251;

    private TestBytes() {}

    public static byte at(long position) {
        return (byte) (position % PERIOD);
    }

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
}
