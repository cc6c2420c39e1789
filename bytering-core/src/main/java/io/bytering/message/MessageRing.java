package io.bytering.message;

import io.bytering.ByteRing;
import io.bytering.internal.Checks;
import io.bytering.internal.MemoryChoice;
import io.bytering.internal.Places;
import io.bytering.internal.RingName;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of messages from many writers to one reader, without locks. A message is any number of bytes, also none; it
 * arrives whole, and in one piece.
 *
 * <pre>{@code
 * MessageRing ring = MessageRing.ofCapacity(64 * 1024);
 * MessageWriter writer = ring.newWriter(); // one for each thread that sends
 * MessageReader reader = ring.reader(); // for one thread
 * }</pre>
 *
 * <p><b>Order.</b> The reader gets messages in the order in which they were claimed, so those of one writer in the order in which
 * it wrote them. A claim that is not finished holds up the reader, but no writer as long as there is room: see {@link MessageWriter}.
 *
 * <p><b>Room.</b> A message takes its length, rounded up to the ring's unit, and one unit at least. The unit is 8 bytes; in a ring
 * of more than 16 MiB it is 64. The longest message is as long as the ring: {@link #maxMessageLength}. One that is longer than half
 * of it may have to wait until everything before it was read. Besides, there is a bound on how many messages wait at a time: {@link
 * #maxMessages}. The ring keeps 8 bytes more for each of those.
 *
 * <p><b>Endings.</b> As a channel's: {@link #close} is the end of the stream for all writers. What was claimed before may still be
 * committed, and is read. A writer that closes leaves, and the others go on. The reader's {@link MessageReader#close} abandons the
 * ring; the memory is freed then, as soon as no claim is left.
 */
public final class MessageRing implements AutoCloseable {
    /** The largest capacity: 1 GiB. */
    public static final int MAX_CAPACITY = ByteRing.MAX_CAPACITY;

    private final MessageState state;
    private final MessageReader reader;

    private MessageRing(MessageState state) {
        this.state = state;
        this.reader = new MessageReader(state);
    }

    /**
     * A ring on direct memory.
     *
     * @param capacity bytes, from 1 to {@link #MAX_CAPACITY}
     * @return the ring
     * @throws IllegalArgumentException if the capacity is outside that range
     */
    public static MessageRing ofCapacity(int capacity) {
        return builder().capacity(capacity).build();
    }

    /**
     * Everything else that can be chosen.
     *
     * @return a builder; it may build several rings
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a writer, at any time and on any thread. Keep it for all that a thread sends: making one costs much more than
     * sending a message.
     *
     * @return a new one
     */
    public MessageWriter newWriter() {
        return new MessageWriter(state);
    }

    /**
     * The reading half.
     *
     * @return always the same
     */
    public MessageReader reader() {
        return reader;
    }

    /**
     * The total room.
     *
     * @return bytes, from 1 to {@link #MAX_CAPACITY}
     */
    public int capacity() {
        return state.places.capacity();
    }

    /**
     * The length of the longest message.
     *
     * @return bytes: the capacity
     */
    public int maxMessageLength() {
        return state.places.capacity();
    }

    /**
     * How many messages can wait at a time, if they are short.
     *
     * @return a power of two
     */
    public int maxMessages() {
        return state.places.slots();
    }

    /**
     * What the ring has done so far.
     *
     * @return always the same
     */
    public MessageStatistics statistics() {
        return state.statistics;
    }

    /**
     * The end of the stream: nothing is claimed any more. What was claimed before may still be committed; the reader gets it, and
     * then finds the ring exhausted. Wakes all who wait. Idempotent, never waits, any thread. It frees no memory: the reader's
     * close does.
     */
    @Override
    public void close() {
        close(null);
    }

    /**
     * As {@link #close()}, with a cause: {@link MessageReader#failure} tells it, and writers' calls throw it as their cause. Of several
     * closes the first one wins.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        state.close(cause);
    }

    /**
     * Whether the ring was closed. Any thread.
     *
     * @return true from the close on
     */
    public boolean isClosed() {
        return state.lifecycle.isWriterClosed();
    }

    /** The name, the capacity, and what is closed. */
    @Override
    public String toString() {
        return "MessageRing[" + state.name + ", capacity=" + capacity() + ", ring " + word(isClosed()) + ", reader "
                + word(reader.isClosed()) + "]";
    }

    static String word(boolean closed) {
        return closed ? "closed" : "open";
    }

    /** Builds rings. Not thread-safe. */
    public static final class Builder {
        /** Up to this capacity a unit is 8 bytes; behind it fewer, larger ones leave more bits to the sequence number. */
        private static final int FINE = 1 << 24;

        private static final int FINE_SHIFT = 3;
        private static final int COARSE_SHIFT = 6;

        private static final int BYTES_FOR_EACH_MESSAGE = 32;
        private static final int FEWEST_MESSAGES = 64;
        private static final int MOST_MESSAGES = 1 << 25;

        private final MemoryChoice choice = new MemoryChoice();
        private int messages;
        private long startSequence;
        private @Nullable String name;

        private Builder() {}

        /**
         * The total room. Needed. On {@link Storage#mirrored()} it is rounded up to a multiple of the system's page size.
         *
         * @param capacity bytes, from 1 to {@link #MAX_CAPACITY}
         * @return this
         * @throws IllegalArgumentException if the capacity is outside that range
         */
        public Builder capacity(int capacity) {
            choice.capacity(capacity);
            return this;
        }

        /**
         * How many messages can wait at a time; rounded up to a power of two. Default: one for each 32 bytes of the capacity, and
         * 64 at least. More make room for many tiny messages.
         *
         * @param messages from 1 to 2<sup>25</sup>
         * @return this
         * @throws IllegalArgumentException if it is outside that range
         */
        public Builder messages(int messages) {
            Checks.within("messages", messages, 1, MOST_MESSAGES);
            this.messages = messages;
            return this;
        }

        /**
         * The address of index 0 will be a multiple of this. Default: whatever the storage likes best. Each message begins at a
         * multiple of 8 from there.
         *
         * @param alignment bytes, a power of two from 1 to 2<sup>30</sup>
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder alignment(int alignment) {
            choice.alignment(alignment);
            return this;
        }

        /**
         * Where the bytes live. Default: {@link Storage#direct()}. Messages are contiguous on every storage, so there is nothing to
         * gain from {@link Storage#mirrored()}.
         *
         * @param storage the storage
         * @return this
         */
        public Builder storage(Storage storage) {
            choice.storage(storage);
            return this;
        }

        /**
         * What the ring is called in its {@linkplain MessageStatistics#name statistics}. Default: {@code ring-} and a number.
         *
         * @param name any
         * @return this
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** The number of the first message, for tests near the top of the counter. */
        Builder startSequence(long startSequence) {
            this.startSequence = startSequence;
            return this;
        }

        /** The capacity asked for, also on mirrored memory, for tests that would not fill a page. */
        Builder exact() {
            choice.exact();
            return this;
        }

        /**
         * Makes a ring.
         *
         * @return the ring
         * @throws IllegalStateException if no capacity was given
         * @throws IllegalArgumentException if the storage can't give that alignment
         * @throws OutOfMemoryError when there is no room
         */
        public MessageRing build() {
            Memory memory = choice.allocate();
            try {
                int capacity = choice.capacityOn(memory);
                int unitShift = capacity <= FINE ? FINE_SHIFT : COARSE_SHIFT;
                Places places = new Places(capacity, unitShift, slotBits(capacity));
                return new MessageRing(new MessageState(memory, places, startSequence, new RingName(name)));
            } catch (Throwable e) {
                memory.close(); // nobody else has it
                throw e;
            }
        }

        private int slotBits(int capacity) {
            int wanted = messages > 0 ? messages : Math.max(FEWEST_MESSAGES, capacity / BYTES_FOR_EACH_MESSAGE);
            return Integer.SIZE - Integer.numberOfLeadingZeros(wanted - 1); // 0 for one message
        }
    }
}
