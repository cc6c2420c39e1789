package io.bytering.item;

import io.bytering.RingReader;
import io.bytering.internal.Checks;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a ring, in items: look at a {@link #slice}, then {@link #consume} what is done with.
 *
 * <pre>{@code
 * FloatBuffer slice = reader.slice();
 * int count = slice.remaining();
 * while (slice.hasRemaining()) {
 *     sum += slice.get();
 * }
 * reader.consume(count);
 * }</pre>
 *
 * <p>It is a view of a {@link RingReader}, which has all that waits ({@link #reader()}) and whose endings are these: once
 * the writer is closed every item is still read, then {@link #isExhausted} is true; {@link #close} abandons the ring; after
 * it {@link #slice} throws {@link io.bytering.RingClosedException}.
 *
 * <p><b>Threads.</b> As {@link RingReader}: one at a time, but {@link #close} may come from any. No call waits.
 *
 * @param <B> the slices' class
 */
public final class ItemReader<B extends Buffer> implements AutoCloseable {
    private final RingReader reader;
    private final ItemView<B> view;
    private final @Nullable TagReader tags;

    private int offered;

    ItemReader(RingReader reader, ItemType<B> type, @Nullable TagReader tags) {
        this.reader = reader;
        this.view = new ItemView<>(type, reader.capacity());
        this.tags = tags;
    }

    /**
     * Items from a writer of bytes, such as a channel. There are no tags.
     *
     * @param <B> the slices' class
     * @param reader of a ring whose capacity is a multiple of the bytes of an item
     * @param type of the items
     * @return a view of it
     * @throws IllegalArgumentException if the capacity is not such a multiple
     */
    public static <B extends Buffer> ItemReader<B> of(RingReader reader, ItemType<B> type) {
        return new ItemReader<>(reader, type, null);
    }

    /**
     * The half below, to wait on. To move it by hand is fine as long as it is by whole items.
     *
     * @return always the same
     */
    public RingReader reader() {
        return reader;
    }

    /**
     * What the items are.
     *
     * @return the type
     */
    public ItemType<B> type() {
        return view.type;
    }

    /**
     * The total room of the ring.
     *
     * @return items, 1 or more
     */
    public int capacity() {
        return reader.capacity() / view.size;
    }

    /**
     * The items that wait now, also behind the end of the memory. The writer can only make them more.
     *
     * @return items, from 0 to {@link #capacity}; 0 after this half was closed
     */
    public int readableItems() {
        return reader.readableBytes() / view.size;
    }

    /**
     * Whether every item was read and none will ever come. Bytes that make no whole item may be left by a writer of bytes;
     * {@link #reader()} tells.
     *
     * @return true once the writer is closed and its last item was consumed
     */
    public boolean isExhausted() {
        return reader.isEnded() && readableItems() == 0;
    }

    /**
     * The items that wait: all of them on mirrored memory, else up to the end of the memory. The buffer is always the same;
     * it is valid until it is consumed or the next slice is taken. Its index 0 is not the first item: use relative methods,
     * or add its position.
     *
     * @return the items, from the buffer's position to its limit; none when nothing waits, or when exhausted
     * @throws io.bytering.RingClosedException if this half is closed
     * @throws IllegalStateException if bytes that make no whole items were read by {@link #reader()}, or overwritten before
     *     a reader that its writer does not wait for has got them, or if an item is split because the writer claimed such
     *     bytes
     */
    public B slice() {
        offered = 0;
        ByteBuffer bytes = reader.peek();
        if (reader.missedBytes() % view.size != 0) {
            throw new IllegalStateException("no item begins here, as bytes were overwritten that made no whole items:"
                    + " missed bytes=" + reader.missedBytes() + ", bytes of an item=" + view.size);
        }
        if (bytes.hasRemaining() && bytes.remaining() < view.size && readableItems() > 0) {
            bytes = reader.peek(); // the rest of the item has come since, or lies behind the wrap
            requireWhole(bytes.remaining());
        }
        int items = bytes.remaining() / view.size;
        B slice = view.first(items, bytes);
        offered = items;
        return slice;
    }

    /**
     * The items of the last slice that were not consumed yet: as many as the slice had at first, whatever its class.
     *
     * @return items, from 0 to {@link #capacity}
     */
    public int offeredItems() {
        return offered;
    }

    /**
     * Takes the next items of the last slice, whatever the buffer's position; their room is the writer's from now on.
     * Several consumes of one slice are fine: each goes on where the one before ended.
     *
     * @param items how many; 0 does nothing
     * @throws IllegalArgumentException if that is negative, or more than is left of the last slice; nothing moves
     * @throws io.bytering.RingClosedException if this half is closed
     */
    public void consume(int items) {
        ItemView.requireOffered("consume", items, offered);
        if (items == 0) {
            return;
        }
        reader.consume(items * view.size);
        offered -= items;
        if (tags != null) {
            tags.dropBefore(reader.position());
        }
    }

    /**
     * The tags of all items that wait now, in the order of the items.
     *
     * @return tags whose indexes count from the first item not consumed; a snapshot, and empty if there are none
     */
    public List<Tag> tags() {
        return tags(readableItems());
    }

    /**
     * The tags of the next items, to be passed on together with them.
     *
     * @param items how many of those that wait; more is the same as all
     * @return tags whose indexes count from the first item not consumed; a snapshot, and empty if there are none
     * @throws IllegalArgumentException if it is negative
     */
    public List<Tag> tags(int items) {
        Checks.within("number of items", items, 0, Integer.MAX_VALUE);
        if (tags == null) {
            return Collections.emptyList();
        }
        // readableItems loads the writer's position: the tags of what it counts are visible
        long waiting = (long) Math.min(items, readableItems()) * view.size;
        return tags.between(reader.position(), reader.position() + waiting, view.size);
    }

    /** Abandons the ring, as {@link RingReader#close()}. Idempotent, never waits, any thread. */
    @Override
    public void close() {
        try {
            reader.close();
        } finally { // also if somebody throws whom the close wakes
            if (tags != null) {
                tags.close();
            }
        }
    }

    private void requireWhole(int bytes) {
        if (bytes < view.size) {
            throw new IllegalStateException(
                    "an item is split, as the writer did not claim whole items: bytes of an item=" + view.size
                            + ", before the wrap=" + bytes + ", in all=" + reader.readableBytes());
        }
    }
}
