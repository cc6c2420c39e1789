package io.bytering.internal;

import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * Bulk copies between a ring's memory and the user's arrays and buffers.
 *
 * <p>The absolute forms that {@code META-INF/versions/22} uses came with Java 13 and 16; here the position of the
 * half's private view is moved first. (The casts to {@link Buffer} keep Java 9's covariant overrides, which Android API
 * 24 lacks, out of the class file.)
 */
public final class Bytes {
    private Bytes() {}

    /** Array → memory. */
    public static void put(ByteBuffer memory, int index, byte[] src, int offset, int length) {
        ((Buffer) memory).position(index);
        memory.put(src, offset, length);
    }

    /** The next {@code length} bytes of {@code src} → memory; moves the position of {@code src}. */
    public static void put(ByteBuffer memory, int index, ByteBuffer src, int length) {
        ((Buffer) memory).position(index);
        transfer(src, memory, src, length);
    }

    /** Memory → array. */
    public static void get(ByteBuffer memory, int index, byte[] dst, int offset, int length) {
        ((Buffer) memory).position(index);
        memory.get(dst, offset, length);
    }

    /** Memory → the next {@code length} bytes of {@code dst}; moves the position of {@code dst}. */
    public static void get(ByteBuffer memory, int index, ByteBuffer dst, int length) {
        ((Buffer) memory).position(index);
        transfer(memory, dst, memory, length);
    }

    private static void transfer(ByteBuffer from, ByteBuffer to, ByteBuffer limited, int length) {
        int limit = limited.limit();
        ((Buffer) limited).limit(limited.position() + length);
        try {
            to.put(from);
        } finally {
            ((Buffer) limited).limit(limit);
        }
    }
}
