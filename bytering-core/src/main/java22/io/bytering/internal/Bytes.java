package io.bytering.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bulk copies between a ring's memory and the user's arrays and buffers, in their absolute forms. Few bytes move by longs:
 * a call of the copying stub would cost more than they do.
 */
public final class Bytes {
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, NATIVE);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, NATIVE);

    /** Up to here a copy by longs is the quicker one. */
    private static final int FEW = 64;

    private Bytes() {}

    /** Array → memory. */
    public static void put(ByteBuffer memory, int index, byte[] src, int offset, int length) {
        if (length > FEW || length < Integer.BYTES) {
            memory.put(index, src, offset, length);
        } else if (length >= Long.BYTES) {
            int last = length - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                memory.putLong(index + i, (long) LONGS.get(src, offset + i));
            }
            memory.putLong(index + last, (long) LONGS.get(src, offset + last));
        } else {
            int last = length - Integer.BYTES;
            memory.putInt(index, (int) INTS.get(src, offset));
            memory.putInt(index + last, (int) INTS.get(src, offset + last));
        }
    }

    /** The next {@code length} bytes of {@code src} → memory; moves the position of {@code src}. */
    public static void put(ByteBuffer memory, int index, ByteBuffer src, int length) {
        int position = src.position();
        memory.put(index, src, position, length);
        src.position(position + length);
    }

    /** Memory → array. */
    public static void get(ByteBuffer memory, int index, byte[] dst, int offset, int length) {
        if (length > FEW || length < Integer.BYTES) {
            memory.get(index, dst, offset, length);
        } else if (length >= Long.BYTES) {
            int last = length - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                LONGS.set(dst, offset + i, memory.getLong(index + i));
            }
            LONGS.set(dst, offset + last, memory.getLong(index + last));
        } else {
            int last = length - Integer.BYTES;
            int end = memory.getInt(index + last);
            INTS.set(dst, offset, memory.getInt(index));
            INTS.set(dst, offset + last, end);
        }
    }

    /** Memory → the next {@code length} bytes of {@code dst}; moves the position of {@code dst}. */
    public static void get(ByteBuffer memory, int index, ByteBuffer dst, int length) {
        int position = dst.position();
        dst.put(position, memory, index, length);
        dst.position(position + length);
    }
}
