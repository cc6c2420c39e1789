package io.bytering.item;

import io.bytering.RingAbandonedException;
import io.bytering.RingWriter;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of a ring, in items: write into a {@link #slice}, then {@link #produce} what was written.
 *
 * <pre>{@code
 * FloatBuffer slice = writer.slice();
 * int count = Math.min(slice.remaining(), samples.length - sent);
 * slice.put(samples, sent, count);
 * writer.produce(count);
 * }</pre>
 *
 * <p>It is a view of a {@link RingWriter}, which has all that waits ({@link #writer()}) and whose endings are these: {@link
 * #close} is the end of the stream; once the reader is closed, {@link #slice} throws {@link RingAbandonedException}; after
 * its own close it throws {@link io.bytering.RingClosedException}.
 *
 * <p><b>Threads.</b> As {@link RingWriter}: one at a time, but {@link #close} may come from any. No call waits.
 *
 * @param <B> the slices' class
 */
public final class ItemWriter<B extends Buffer> implements AutoCloseable {
    private final RingWriter writer;
    private final ItemView<B> view;
    private final @Nullable TagLog tags;

    private int offered;

    /** The writer's position at which the items on offer begin. */
    private long start;

    ItemWriter(RingWriter writer, ItemType<B> type, @Nullable TagLog tags) {
        this.writer = writer;
        this.view = new ItemView<>(type, writer.capacity());
        this.tags = tags;
    }

    /**
     * Items for a reader of bytes, such as a channel. For tags make an {@link ItemRing} instead.
     *
     * @param <B> the slices' class
     * @param writer of a ring whose capacity is a multiple of the bytes of an item
     * @param type of the items
     * @return a view of it
     * @throws IllegalArgumentException if the capacity is not such a multiple
     */
    public static <B extends Buffer> ItemWriter<B> of(RingWriter writer, ItemType<B> type) {
        return new ItemWriter<>(writer, type, null);
    }

    /**
     * The half below, to wait on.
     *
     * @return always the same
     */
    public RingWriter writer() {
        return writer;
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
     * The total room.
     *
     * @return items, 1 or more
     */
    public int capacity() {
        return writer.capacity() / view.size;
    }

    /**
     * The room now, also behind the end of the memory. The reader can only make it larger.
     *
     * @return items, from 0 to {@link #capacity}; 0 after this half was closed
     */
    public int writableItems() {
        return writer.writableBytes() / view.size;
    }

    /**
     * The room to write to: all of it on mirrored memory, else up to the end of the memory. The buffer is always the same;
     * it is valid until it is produced or the next slice is taken, and may be read from and written to at will between
     * its position and its limit. Its index 0 is not the first item: use relative methods, or add its position.
     *
     * @return the free items, from the buffer's position to its limit; none when the ring is full
     * @throws RingAbandonedException if the reader is closed
     * @throws io.bytering.RingClosedException if this half is closed
     * @throws IllegalStateException if bytes that make no whole items were written by {@link #writer()}
     */
    public B slice() throws RingAbandonedException {
        offered = 0;
        ByteBuffer bytes = writer.slices()[0];
        int items = bytes.remaining() / view.size;
        B slice = view.first(items, bytes);
        start = writer.position();
        offered = items;
        return slice;
    }

    /**
     * The items of the last slice that were not produced yet: as many as the slice had at first, whatever its class.
     *
     * @return items, from 0 to {@link #capacity}
     */
    public int offeredItems() {
        return offered;
    }

    /**
     * Publishes the next items of the last slice, whatever the buffer's position. Several produces of one slice are fine:
     * each goes on where the one before ended.
     *
     * @param items how many; 0 does nothing
     * @throws IllegalArgumentException if that is negative, or more than is left of the last slice; nothing is produced
     * @throws IllegalStateException if {@link #writer()} has moved since the slice was taken; nothing is produced
     * @throws RingAbandonedException if the reader is closed
     * @throws io.bytering.RingClosedException if this half is closed
     */
    public void produce(int items) throws RingAbandonedException {
        requireProducible(items);
        if (items > 0) {
            claim(items);
            commit(items);
        }
    }

    /**
     * As {@link #produce(int)}, with tags on some of the items.
     *
     * @param items how many
     * @param tags whose indexes count from the first item produced now, in any order; several may be on one item, and keep
     *     their order
     * @throws IllegalArgumentException also if an index is that of no item produced now; nothing is produced, no tag is kept
     * @throws IllegalStateException also if nobody would find the tags: the ring overwrites, or this writer is not that of an
     *     {@link ItemRing} or {@link ItemBroadcast}
     * @throws RingAbandonedException if the reader is closed
     * @throws io.bytering.RingClosedException if this half is closed
     */
    public void produce(int items, List<Tag> tags) throws RingAbandonedException {
        if (tags.isEmpty()) {
            produce(items);
            return;
        }
        TagLog log = this.tags;
        if (log == null) {
            throw new IllegalStateException(
                    "no reader would find these tags, as the ring overwrites, or the writer is not of an ItemRing or"
                            + " ItemBroadcast: " + tags);
        }
        requireProducible(items);
        List<Tag> ordered = ordered(tags, items);
        claim(items);
        log.append(ordered, start, view.size); // before the commit makes them visible
        commit(items);
        log.publish();
    }

    /**
     * As {@link #produce(int, List)}.
     *
     * @param items how many
     * @param tags whose indexes count from the first item produced now
     * @throws IllegalArgumentException also if an index is that of no item produced now; nothing is produced, no tag is kept
     * @throws IllegalStateException also if nobody would find the tags, as above
     * @throws RingAbandonedException if the reader is closed
     * @throws io.bytering.RingClosedException if this half is closed
     */
    public void produce(int items, Tag... tags) throws RingAbandonedException {
        produce(items, Arrays.asList(tags));
    }

    /** The end of the stream, as {@link RingWriter#close()}. Idempotent, never waits, any thread. */
    @Override
    public void close() {
        writer.close();
    }

    private void requireProducible(int items) {
        ItemView.requireOffered("produce", items, offered);
        if (items > 0 && writer.position() != start) {
            throw new IllegalStateException("the writer has moved since the slice was taken: its position was " + start
                    + ", is " + writer.position());
        }
    }

    /** Claims what the slice showed: it lies where claims are taken, as there is room at the index, or none before the wrap. */
    private void claim(int items) throws RingAbandonedException {
        if (writer.claim(items * view.size) == null) {
            throw new AssertionError(
                    "the room of a slice is gone: items=" + items + ", offered of the slice=" + offered);
        }
    }

    private void commit(int items) {
        writer.commit(items * view.size);
        start += (long) items * view.size;
        offered -= items;
    }

    private static List<Tag> ordered(List<Tag> tags, int items) {
        List<Tag> ordered = new ArrayList<>(tags);
        for (Tag tag : ordered) {
            if (tag.index() >= items) {
                throw new IllegalArgumentException("a tag must be on one of the items produced with it: index="
                        + tag.index() + ", items=" + items + ", value=" + tag.value());
            }
        }
        Collections.sort(ordered, (a, b) -> Integer.compare(a.index(), b.index())); // stable
        return ordered;
    }
}
