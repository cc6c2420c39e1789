package io.bytering.testing;

import io.bytering.RingReader;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes whose place in the stream can be told from their value: byte i is {@code i % 251}. */
public final class TestBytes {
    private TestBytes() {}

    public static byte at(long i) {
        return (byte) Math.floorMod(i, 251);
    }

    /** {@code length} bytes of the stream, from place {@code from} on. */
    public static byte[] counted(long from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(from + i);
        }
        return bytes;
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

    /** Puts the stream's bytes from place {@code from} on into the slices, {@code count} of them; moves their positions. */
    public static void put(ByteBuffer[] slices, long from, int count) {
        for (int i = 0; i < count; i++) {
            slices[slices[0].hasRemaining() ? 0 : 1].put(at(from + i));
        }
    }
}
