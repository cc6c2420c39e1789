package io.bytering.item;

import io.bytering.ByteRing;
import io.bytering.internal.Checks;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.function.Function;

/**
 * What the items of a ring are: how many bytes each has, and which kind of buffer shows them. Immutable; any thread.
 *
 * @param <B> the buffers that are handed out
 */
public final class ItemType<B extends Buffer> {
    /** Single bytes. */
    public static final ItemType<ByteBuffer> BYTE = of("BYTE", Byte.BYTES, Function.identity());

    /** Numbers of 2 bytes. */
    public static final ItemType<ShortBuffer> SHORT = of("SHORT", Short.BYTES, ByteBuffer::asShortBuffer);

    /** Numbers of 4 bytes. */
    public static final ItemType<IntBuffer> INT = of("INT", Integer.BYTES, ByteBuffer::asIntBuffer);

    /** Numbers of 8 bytes. */
    public static final ItemType<LongBuffer> LONG = of("LONG", Long.BYTES, ByteBuffer::asLongBuffer);

    /** Floating-point numbers of 4 bytes. */
    public static final ItemType<FloatBuffer> FLOAT = of("FLOAT", Float.BYTES, ByteBuffer::asFloatBuffer);

    /** Floating-point numbers of 8 bytes. */
    public static final ItemType<DoubleBuffer> DOUBLE = of("DOUBLE", Double.BYTES, ByteBuffer::asDoubleBuffer);

    private final String name;
    private final int bytes;

    /** Bytes of one element of the buffer; a struct has several elements. */
    private final int unit;

    private final ByteOrder order;
    private final Function<ByteBuffer, B> cast;

    private ItemType(String name, int bytes, int unit, ByteOrder order, Function<ByteBuffer, B> cast) {
        this.name = name;
        this.bytes = bytes;
        this.unit = unit;
        this.order = order;
        this.cast = cast;
    }

    private static <B extends Buffer> ItemType<B> of(String name, int bytes, Function<ByteBuffer, B> cast) {
        return new ItemType<>(name, bytes, bytes, ByteOrder.nativeOrder(), cast);
    }

    /**
     * Structs: so many bytes that belong together, shown by a {@link ByteBuffer}.
     *
     * @param bytes of one item, from 1 to {@link ByteRing#MAX_CAPACITY}
     * @return the type
     * @throws IllegalArgumentException if it is outside that range
     */
    public static ItemType<ByteBuffer> struct(int bytes) {
        Checks.within("bytes of a struct", bytes, 1, ByteRing.MAX_CAPACITY);
        return new ItemType<>("struct(" + bytes + ")", bytes, 1, ByteOrder.nativeOrder(), Function.identity());
    }

    /**
     * The size of one item.
     *
     * @return bytes, 1 or more
     */
    public int bytes() {
        return bytes;
    }

    /**
     * The order of the bytes within a number. Default: the machine's own, which is the fastest.
     *
     * @return the order that buffers of this type have
     */
    public ByteOrder order() {
        return order;
    }

    /**
     * The same items in another byte order, for bytes that come from elsewhere or go there.
     *
     * @param order of the bytes within a number
     * @return a type
     */
    public ItemType<B> withOrder(ByteOrder order) {
        return new ItemType<>(name, bytes, unit, order, cast);
    }

    /** All of a ring's memory, of which the bytes given are a piece: element 0 is at its index 0. */
    B view(ByteBuffer piece) {
        ByteBuffer whole = piece.duplicate();
        ((Buffer) whole).clear();
        return cast.apply(whole.order(order));
    }

    /** Elements of the buffer in so many bytes. */
    int elements(int bytes) {
        return bytes / unit;
    }

    @Override
    public String toString() {
        return name;
    }
}
