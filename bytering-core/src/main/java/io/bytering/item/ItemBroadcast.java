package io.bytering.item;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.internal.Checks;
import io.bytering.storage.Storage;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BroadcastRing} of items from one writer to any number of readers, each of which gets every item and every tag
 * from its subscription on.
 *
 * <pre>{@code
 * ItemBroadcast<FloatBuffer> ring = ItemBroadcast.of(ItemType.FLOAT, 16_384);
 * ItemReader<FloatBuffer> toDisk = ring.subscribe();
 * ItemReader<FloatBuffer> toScreen = ring.subscribe();
 * ItemWriter<FloatBuffer> writer = ring.writer();
 * }</pre>
 *
 * <p>The writer waits for the slowest reader but for {@linkplain #subscribeLossy lossy} ones, and without readers it never
 * waits. Tags are kept until the slowest reader has consumed their items.
 *
 * <p><b>Threads.</b> Every call of this class may come from any thread, also while the writer and readers run.
 *
 * <p><b>Endings.</b> As those of the {@link BroadcastRing}: the writer's close is the end of the stream for all readers, a
 * reader's close only frees its room.
 *
 * @param <B> the slices' class
 */
public final class ItemBroadcast<B extends Buffer> implements AutoCloseable {
    private final BroadcastRing ring;
    private final ItemType<B> type;
    private final TagLog tags;
    private final ItemWriter<B> writer;

    private ItemBroadcast(BroadcastRing ring, ItemType<B> type) {
        this.ring = ring;
        this.type = type;
        this.tags = new TagLog(ring.capacity());
        this.writer = new ItemWriter<>(ring.writer(), type, tags);
    }

    /**
     * A ring on direct memory, with signals.
     *
     * @param <B> the slices' class
     * @param type of the items
     * @param capacity in items, 0 or more; there is room for one at least
     * @return the ring
     * @throws IllegalArgumentException if it is negative, or more than {@link ByteRing#MAX_CAPACITY} bytes
     */
    public static <B extends Buffer> ItemBroadcast<B> of(ItemType<B> type, int capacity) {
        return of(type, capacity, 0, Storage.direct());
    }

    /**
     * A ring that keeps some items for lossy readers, on the memory that you like.
     *
     * @param <B> the slices' class
     * @param type of the items
     * @param capacity in items, 0 or more; there is room for one at least; on {@link Storage#mirrored()} it is rounded up as
     *     that of an {@link ItemRing} is
     * @param history how many items are kept for lossy readers, as {@link BroadcastRing.Builder#history}; from 0 to the
     *     capacity - 1
     * @param storage where the items live
     * @return the ring
     * @throws IllegalArgumentException if one of them is outside its range, or the capacity more than {@link
     *     ByteRing#MAX_CAPACITY} bytes
     * @throws OutOfMemoryError when there is no room
     */
    public static <B extends Buffer> ItemBroadcast<B> of(ItemType<B> type, int capacity, int history, Storage storage) {
        Checks.within("history in items", history, 0, Math.max(capacity, 1) - 1);
        BroadcastRing ring = BroadcastRing.builder()
                .capacity(WholeItems.bytes(capacity, type.bytes()))
                .storage(WholeItems.storage(storage, type.bytes()))
                .itemSize(type.bytes())
                .history(history * type.bytes())
                .build();
        return WholeItems.orClosed(ring, () -> over(ring, type));
    }

    /**
     * Items on a ring of your own. Nobody else may use its writer. Readers of bytes are fine.
     *
     * @param <B> the slices' class
     * @param ring whose capacity is a multiple of the bytes of an item, and which was not used before; for lossy readers it
     *     must know that size ({@link BroadcastRing.Builder#itemSize})
     * @param type of the items
     * @return a view of it
     * @throws IllegalArgumentException if the capacity is not such a multiple, or so much of it is {@linkplain
     *     BroadcastRing#history history} that no item can be written
     */
    public static <B extends Buffer> ItemBroadcast<B> over(BroadcastRing ring, ItemType<B> type) {
        Checks.within("bytes of an item", type.bytes(), 1, ring.writer().maxClaim());
        return new ItemBroadcast<>(ring, type);
    }

    /**
     * The writing half.
     *
     * @return always the same
     */
    public ItemWriter<B> writer() {
        return writer;
    }

    /**
     * A new reader, which gets every item that is produced from now on, and none of the tags before those. The writer waits
     * for it until it is closed.
     *
     * @return the reader; if the writer is closed already, one that is at its end
     * @throws OutOfMemoryError when there is no room
     */
    public ItemReader<B> subscribe() {
        TagReader place = tags.join(); // before the ring says where it starts, else tags might be missing
        return reader(ring.subscribe(), place);
    }

    /**
     * A new reader that the writer does not wait for. What it misses ({@link io.bytering.RingReader#missedBytes}) is whole
     * items. It gets no tags: those that it was too slow for would have to be kept.
     *
     * @return the reader; if the writer is closed already, one that is at its end
     * @throws OutOfMemoryError when there is no room
     */
    public ItemReader<B> subscribeLossy() {
        return reader(ring.subscribeLossy(), null);
    }

    /** A reader that can't be returned must not hold up the writer. */
    private ItemReader<B> reader(RingReader reader, @Nullable TagReader place) {
        return WholeItems.orClosed(reader, () -> new ItemReader<>(reader, type, place));
    }

    /**
     * The ring below, which also has readers of bytes.
     *
     * @return always the same
     */
    public BroadcastRing ring() {
        return ring;
    }

    /**
     * The total room.
     *
     * @return items, 1 or more
     */
    public int capacity() {
        return writer.capacity();
    }

    /** Closes the writer, then all readers. Idempotent, never waits. */
    @Override
    public void close() {
        ring.close();
    }

    @Override
    public String toString() {
        return "ItemBroadcast[" + capacity() + " × " + type + ", " + ring + "]";
    }
}
