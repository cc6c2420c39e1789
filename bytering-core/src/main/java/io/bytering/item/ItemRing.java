package io.bytering.item;

import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.internal.Checks;
import io.bytering.storage.Storage;
import java.nio.Buffer;

/**
 * A {@link ByteRing} of items from one writer to one reader, with tags.
 *
 * <pre>{@code
 * ItemRing<FloatBuffer> ring = ItemRing.of(ItemType.FLOAT, 16_384);
 * ItemWriter<FloatBuffer> writer = ring.writer(); // for one thread
 * ItemReader<FloatBuffer> reader = ring.reader(); // for another
 * }</pre>
 *
 * <p>Threads, endings and what becomes of the memory are those of the {@link ByteRing}; a ring that overwrites has no tags.
 *
 * @param <B> the slices' class
 */
public final class ItemRing<B extends Buffer> implements AutoCloseable {
    private final ByteRing ring;
    private final ItemWriter<B> writer;
    private final ItemReader<B> reader;

    private ItemRing(ByteRing ring, ItemType<B> type) {
        Checks.within("bytes of an item", type.bytes(), 1, ring.writer().maxClaim());
        boolean overwrites =
                ring.writer().maxClaim() < ring.capacity(); // then its tags would not be bounded by the ring
        TagLog tags = overwrites ? null : new TagLog(ring.capacity());
        this.ring = ring;
        this.writer = new ItemWriter<>(ring.writer(), type, tags);
        this.reader = new ItemReader<>(ring.reader(), type, tags == null ? null : tags.join());
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
    public static <B extends Buffer> ItemRing<B> of(ItemType<B> type, int capacity) {
        return builder(type).capacity(capacity).build();
    }

    /**
     * Items on a ring of your own. Nobody else may use its halves, unless they move by whole items; then they drop tags.
     * Mind that {@link io.bytering.Overflow#OVERWRITE_OLDEST} overwrites bytes, whichever items they belong to.
     *
     * @param <B> the slices' class
     * @param ring whose capacity is a multiple of the bytes of an item, and which was not used before
     * @param type of the items
     * @return a view of it
     * @throws IllegalArgumentException if the capacity is not such a multiple
     */
    public static <B extends Buffer> ItemRing<B> over(ByteRing ring, ItemType<B> type) {
        return new ItemRing<>(ring, type);
    }

    /**
     * Everything else that can be chosen.
     *
     * @param <B> the slices' class
     * @param type of the items
     * @return a builder; it may build several rings
     */
    public static <B extends Buffer> Builder<B> builder(ItemType<B> type) {
        return new Builder<>(type);
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
     * The reading half.
     *
     * @return always the same
     */
    public ItemReader<B> reader() {
        return reader;
    }

    /**
     * The ring below.
     *
     * @return always the same
     */
    public ByteRing ring() {
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

    /** Closes the writer, then the reader. Idempotent, never waits, any thread. */
    @Override
    public void close() {
        try {
            ring.close();
        } finally { // also if somebody throws whom the close wakes
            reader.close();
        }
    }

    @Override
    public String toString() {
        return "ItemRing[" + capacity() + " × " + writer.type() + ", " + ring + "]";
    }

    /**
     * Builds rings of items. Not thread-safe.
     *
     * @param <B> the slices' class
     */
    public static final class Builder<B extends Buffer> {
        private final ItemType<B> type;
        private int capacity;
        private Storage storage = Storage.direct();
        private boolean signals = true;
        private Overflow overflow = Overflow.REFUSE;

        private Builder(ItemType<B> type) {
            this.type = type;
        }

        /**
         * The total room. Default: as little as there can be. On {@link Storage#mirrored()} it is rounded up to the next
         * multiple of the system's page size that holds whole items; {@link ItemRing#capacity} tells.
         *
         * @param items 0 or more; there is room for one at least
         * @return this
         * @throws IllegalArgumentException if it is negative, or more than {@link ByteRing#MAX_CAPACITY} bytes
         */
        public Builder<B> capacity(int items) {
            this.capacity = WholeItems.bytes(items, type.bytes());
            return this;
        }

        /**
         * Where the items live. Default: {@link Storage#direct()}. Every slice is whole on {@link Storage#mirrored()}.
         *
         * @param storage the storage
         * @return this
         */
        public Builder<B> storage(Storage storage) {
            this.storage = storage;
            return this;
        }

        /**
         * As {@link ByteRing.Builder#signals}. Default: true.
         *
         * @param signals false to do without
         * @return this
         */
        public Builder<B> signals(boolean signals) {
            this.signals = signals;
            return this;
        }

        /**
         * As {@link ByteRing.Builder#overflow}. A ring that overwrites loses whole items, and has no tags: those that the
         * reader is too slow for would have to be kept. Default: {@link Overflow#REFUSE}.
         *
         * @param overflow what to do
         * @return this
         */
        public Builder<B> overflow(Overflow overflow) {
            this.overflow = overflow;
            return this;
        }

        /**
         * Makes a ring.
         *
         * @return the ring
         * @throws IllegalArgumentException if mirrored memory of whole pages and whole items would be too large, or half of a
         *     ring that overwrites has no room for an item
         * @throws OutOfMemoryError when there is no room
         */
        public ItemRing<B> build() {
            ByteRing ring = ByteRing.builder()
                    .capacity(Math.max(capacity, type.bytes()))
                    .storage(WholeItems.storage(storage, type.bytes()))
                    .signals(signals)
                    .overflow(overflow)
                    .itemSize(type.bytes())
                    .build();
            return WholeItems.orClosed(ring, () -> new ItemRing<>(ring, type));
        }
    }
}
