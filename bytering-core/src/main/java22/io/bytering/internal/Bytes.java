package io.bytering.internal;

import java.nio.ByteBuffer;

/** Bulk copies between a ring's memory and the user's arrays and buffers, in their absolute forms. */
public final class Bytes {
    private Bytes() {}

    /** Array → memory. */
    public static void put(ByteBuffer memory, int index, byte[] src, int offset, int length) {
        memory.put(index, src, offset, length);
    }

    /** The next {@code length} bytes of {@code src} → memory; moves the position of {@code src}. */
    public static void put(ByteBuffer memory, int index, ByteBuffer src, int length) {
        int position = src.position();
        memory.put(index, src, position, length);
        src.position(position + length);
    }

    /** Memory → array. */
    public static void get(ByteBuffer memory, int index, byte[] dst, int offset, int length) {
        memory.get(index, dst, offset, length);
    }

    /** Memory → the next {@code length} bytes of {@code dst}; moves the position of {@code dst}. */
    public static void get(ByteBuffer memory, int index, ByteBuffer dst, int length) {
        int position = dst.position();
        dst.put(position, memory, index, length);
        dst.position(position + length);
    }
}
