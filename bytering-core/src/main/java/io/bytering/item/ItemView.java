package io.bytering.item;

import io.bytering.internal.Checks;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The typed slices of one half. The half's own slices have index 0 where the ring has it, so one view of the whole memory
 * is made once, and only its position and limit are set after that.
 */
final class ItemView<B extends Buffer> {
    final ItemType<B> type;

    /** Bytes of one item. */
    final int size;

    private @Nullable B view;

    /** Refuses a ring in which items would be torn at the end of the memory. */
    ItemView(ItemType<B> type, int ringCapacity) {
        this.type = type;
        this.size = type.bytes();
        if (ringCapacity % size != 0) {
            throw new IllegalArgumentException(
                    "the capacity of the ring must be a multiple of the bytes of an item: capacity=" + ringCapacity
                            + ", bytes of an item=" + size);
        }
    }

    /** The first items of a slice. */
    B first(int items, ByteBuffer slice) {
        int index = slice.position();
        if (index % size != 0) {
            throw new IllegalStateException(
                    "no item begins here, as the ring was moved by bytes that made no whole items: index=" + index
                            + ", bytes of an item=" + size);
        }
        B typed = view;
        if (typed == null) {
            typed = type.view(slice);
            view = typed;
        }
        Buffer buffer = typed;
        buffer.limit(type.elements(index + items * size));
        buffer.position(type.elements(index));
        return typed;
    }

    /** Of the last slice, so many items go now: {@code verb} says where. */
    static void requireOffered(String verb, int items, int offered) {
        if (items < 0 || items > offered) {
            String why = offered > 0 ? "" : " (no slice was taken, or nothing is left of it)";
            Checks.within("number of items to " + verb + why, items, 0, offered);
        }
    }
}
