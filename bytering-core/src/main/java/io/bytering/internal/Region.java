package io.bytering.internal;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** One thread's view of a ring's memory, to copy to and from, and to hand out. */
public final class Region {
    private static final int LINE = 64;

    private final ByteBuffer memory;
    private final ByteBuffer slice;
    private final byte @Nullable [] array;
    private final int arrayOffset;

    public Region(ByteBuffer whole) {
        this.memory = view(whole).order(ByteOrder.nativeOrder());
        this.slice = view(whole);
        this.array = whole.hasArray() ? whole.array() : null;
        this.arrayOffset = whole.hasArray() ? whole.arrayOffset() : 0;
    }

    private static ByteBuffer view(ByteBuffer whole) {
        ByteBuffer view = whole.duplicate();
        ((Buffer) view).clear();
        return view;
    }

    /** What {@link #offer} returns: always the same. */
    public ByteBuffer slice() {
        return slice;
    }

    /** The bytes to hand out. */
    public ByteBuffer offer(int index, int length) {
        ((Buffer) slice).limit(index + length);
        ((Buffer) slice).position(index);
        return slice;
    }

    public void put(int index, byte[] src, int offset, int length) {
        byte[] to = array;
        if (to != null) {
            System.arraycopy(src, offset, to, arrayOffset + index, length);
        } else {
            Bytes.put(memory, index, src, offset, length);
        }
    }

    /** Moves the position of {@code src}. */
    public void put(int index, ByteBuffer src, int length) {
        byte[] to = array;
        if (to != null) {
            src.get(to, arrayOffset + index, length);
        } else {
            Bytes.put(memory, index, src, length);
        }
    }

    public void get(int index, byte[] dst, int offset, int length) {
        byte[] from = array;
        if (from != null) {
            System.arraycopy(from, arrayOffset + index, dst, offset, length);
        } else {
            Bytes.get(memory, index, dst, offset, length);
        }
    }

    /** Moves the position of {@code dst}. */
    public void get(int index, ByteBuffer dst, int length) {
        byte[] from = array;
        if (from != null) {
            dst.put(from, arrayOffset + index, length);
        } else {
            Bytes.get(memory, index, dst, length);
        }
    }

    /**
     * Stores into each cache line that ends within these bytes, which nobody needs any more. A line that was only read is shared
     * between two caches, and who fills it next has to take it back; a line that was stored to moves over as a whole.
     */
    public void own(int from, int to) {
        for (int end = (from & -LINE) + LINE; end <= to; end += LINE) {
            memory.put(end - 1, (byte) 0);
        }
    }
}
