package io.bytering.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;

/** A stream whose every byte depends on its position alone, without a short period: a byte alone can be checked. */
public final class PositionBytes {
    private PositionBytes() {}

    public static byte at(long position) {
        return (byte) (position * 0x9E3779B97F4A7C15L >>> 56);
    }

    public static byte[] from(long position, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(position + i);
        }
        return bytes;
    }

    /** Fills the slice. */
    public static void put(ByteBuffer slice, long position) {
        for (long at = position; slice.hasRemaining(); at++) {
            slice.put(at(at));
        }
    }

    /** Checks the first bytes. */
    public static void check(byte[] bytes, int count, long position) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != at(position + i)) {
                fail("byte " + i + " of " + count + ", at position " + (position + i));
            }
        }
    }

    /** Checks the rest of the slice. */
    public static void check(ByteBuffer slice, long position) {
        byte[] bytes = TestBytes.content(slice);
        check(bytes, bytes.length, position);
    }
}
