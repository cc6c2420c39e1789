package io.bytering;

import io.bytering.internal.Checks;
import io.bytering.internal.Failures;
import io.bytering.internal.MemoryChoice;
import io.bytering.internal.RingName;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pipe of bytes from one writer to one reader, without locks.
 *
 * <pre>{@code
 * ByteRing ring = ByteRing.ofCapacity(64 * 1024);
 * RingWriter writer = ring.writer(); // for one thread
 * RingReader reader = ring.reader(); // for another
 * }</pre>
 *
 * <p>All {@link #capacity} bytes are usable, whatever the capacity. Bytes arrive in order and once; what the writer did
 * before it published a byte happens before what the reader does after it got that byte. {@link RingWriter} and
 * {@link RingReader} say how each half ends; the memory is freed when both are closed.
 */
public final class ByteRing implements AutoCloseable {
    /** The largest capacity: 1 GiB. */
    public static final int MAX_CAPACITY = 1 << 30;

    private final RingState state;
    private final RingWriter writer;
    private final RingReader reader;

    /** The user's own buffer, to be given back once. */
    private @Nullable ByteBuffer lent;

    ByteRing(RingState state, RingWriter writer, RingReader reader, @Nullable ByteBuffer lent) {
        this.state = state;
        this.writer = writer;
        this.reader = reader;
        this.lent = lent;
    }

    private static ByteRing of(RingState state, @Nullable ByteBuffer lent) {
        return state.mapped > 0
                ? new ByteRing(state, new MirroredWriter(state), new MirroredReader(state), lent)
                : new ByteRing(state, new SpscWriter(state), new SpscReader(state), lent);
    }

    private static ByteRing overwriting(RingState state, int itemSize, @Nullable ByteBuffer lent) {
        History history = new History(state.origin, itemSize);
        Readers none = new Readers(state.memory);
        int most = Math.max(1, state.capacity - state.capacity / 2);
        RingWriter writer = state.mapped > 0
                ? new MirroredBroadcastWriter.Padded(state, history, none, most)
                : new BroadcastWriter.Padded(state, history, none, most);
        Memory copies = Storage.direct().allocate(state.capacity, 1);
        try {
            return new ByteRing(
                    state, writer, new LossyReader.Padded(new CopyState(state, copies), state, history), lent);
        } catch (Throwable e) {
            copies.close(); // nobody else has them
            throw e;
        }
    }

    /**
     * A ring on direct memory, with signals.
     *
     * @param capacity bytes, from 1 to {@link #MAX_CAPACITY}
     * @return the ring
     * @throws IllegalArgumentException if the capacity is outside that range
     */
    public static ByteRing ofCapacity(int capacity) {
        return builder().capacity(capacity).build();
    }

    /**
     * A ring over memory of your own, with signals: the bytes from the buffer's position to its limit. Do not touch them
     * until {@link #detach}.
     *
     * @param buffer heap or direct, not read-only; its own position and limit stay as they are
     * @return the ring
     * @throws IllegalArgumentException if the buffer is read-only, or has no bytes or more than {@link #MAX_CAPACITY}
     */
    public static ByteRing over(ByteBuffer buffer) {
        return builder().over(buffer).build();
    }

    /**
     * A ring over an array of your own, with signals. Do not touch it until {@link #detach}.
     *
     * @param array the bytes
     * @return the ring
     * @throws IllegalArgumentException if the array is empty or longer than {@link #MAX_CAPACITY}
     */
    public static ByteRing over(byte[] array) {
        return over(ByteBuffer.wrap(array));
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
     * The writing half.
     *
     * @return always the same
     */
    public RingWriter writer() {
        return writer;
    }

    /**
     * The reading half.
     *
     * @return always the same
     */
    public RingReader reader() {
        return reader;
    }

    /**
     * The total room.
     *
     * @return bytes, from 1 to {@link #MAX_CAPACITY}
     */
    public int capacity() {
        return state.capacity;
    }

    /**
     * What the ring has done so far.
     *
     * @return always the same, as long as it or a half is in use
     */
    public RingStatistics statistics() {
        return state.statistics();
    }

    /**
     * Gives back the buffer that this ring was built over, once both halves are closed and no call is inside them.
     *
     * @return the very buffer given to {@link #over(ByteBuffer)}, or one that wraps the very array
     * @throws IllegalStateException if a half is not closed, or a call is inside, if the ring has memory of its own, or if it was
     *     detached before
     */
    public synchronized ByteBuffer detach() {
        ByteBuffer buffer = lent;
        if (buffer == null) {
            throw new IllegalStateException(
                    "there is nothing to detach: the memory is the ring's own, or was detached before");
        }
        if (!state.isLeft()) {
            throw new IllegalStateException("both halves must be closed before detach, and no call inside: writer "
                    + word(writer.isClosed()) + ", reader " + word(reader.isClosed()));
        }
        lent = null;
        return buffer;
    }

    static String word(boolean closed) {
        return closed ? "closed" : "open";
    }

    /** Closes the writer, then the reader. Idempotent, never waits, any thread. */
    @Override
    public void close() {
        close(null);
    }

    /**
     * As {@link #close()}, with a cause: everyone who uses a half gets it.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        Throwable failure = null;
        try {
            writer.close(cause);
        } catch (Throwable e) {
            failure = e;
        }
        try {
            reader.close(cause);
        } catch (Throwable e) {
            failure = Failures.and(failure, e);
        }
        Failures.rethrow(failure);
    }

    /** The capacity, and which halves are closed; how much waits would race with both halves. */
    @Override
    public String toString() {
        return "ByteRing[capacity=" + state.capacity + ", writer " + word(writer.isClosed()) + ", reader "
                + word(reader.isClosed()) + "]";
    }

    /** Memory of the user's own, who may do anything with it as soon as it is detached. */
    private static final class Lent extends Memory {
        Lent(ByteBuffer buffer) {
            super(buffer);
        }

        @Override
        public void close() {
            // it is given back by detach
        }
    }

    /** Builds rings. Not thread-safe. */
    public static final class Builder {
        private final MemoryChoice choice = new MemoryChoice();
        private @Nullable ByteBuffer over;
        private boolean overIsUsed;
        private Overflow overflow = Overflow.REFUSE;
        private int itemSize = 1;
        private boolean signals = true;
        private long startPosition;
        private @Nullable String name;

        private Builder() {}

        /**
         * The total room. Needed, unless the ring is built over a buffer. On {@link Storage#mirrored()} it is rounded up to
         * a multiple of the system's page size.
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
         * The address of index 0 will be a multiple of this. Default: whatever the storage likes best.
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
         * Where the bytes live. Default: {@link Storage#direct()}.
         *
         * @param storage the storage
         * @return this
         */
        public Builder storage(Storage storage) {
            choice.storage(storage);
            return this;
        }

        /**
         * Memory of your own instead; see {@link ByteRing#over(ByteBuffer)}. A builder with such memory builds one ring.
         *
         * @param buffer the bytes from its position to its limit
         * @return this
         * @throws IllegalArgumentException if the buffer is read-only, or has no bytes or more than {@link #MAX_CAPACITY}
         */
        public Builder over(ByteBuffer buffer) {
            if (buffer.isReadOnly()) {
                throw new IllegalArgumentException("the buffer must not be read-only: " + buffer);
            }
            Checks.within("capacity", buffer.remaining(), 1, MAX_CAPACITY);
            this.over = buffer;
            return this;
        }

        /**
         * An array of your own instead; see {@link ByteRing#over(byte[])}.
         *
         * @param array the bytes
         * @return this
         * @throws IllegalArgumentException if the array is empty or longer than {@link #MAX_CAPACITY}
         */
        public Builder over(byte[] array) {
            return over(ByteBuffer.wrap(array));
        }

        /**
         * Whether a half can be armed. Without signals the cheapest publication of all is used, and only spinning can wait:
         * {@link RingReader#arm} and {@link RingWriter#arm} throw. Default: true.
         *
         * @param signals false to do without
         * @return this
         */
        public Builder signals(boolean signals) {
            this.signals = signals;
            return this;
        }

        /**
         * What becomes of bytes for which there is no room. Default: {@link Overflow#REFUSE}.
         *
         * @param overflow what to do
         * @return this
         */
        public Builder overflow(Overflow overflow) {
            this.overflow = Objects.requireNonNull(overflow, "overflow");
            return this;
        }

        /**
         * Whether the stream consists of items of so many bytes, so that with {@link Overflow#OVERWRITE_OLDEST} no gap begins
         * or ends within one. That holds as long as both sides write and read by whole items. Default: 1.
         *
         * @param bytes 1 or more
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder itemSize(int bytes) {
            Checks.within("bytes of an item", bytes, 1, MAX_CAPACITY);
            this.itemSize = bytes;
            return this;
        }

        /**
         * What the ring is called in its {@linkplain RingStatistics#name statistics}. Default: {@code ring-} and a number.
         *
         * @param name any
         * @return this
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Both positions at the start, for tests near the top of the counter. */
        Builder startPosition(long startPosition) {
            this.startPosition = startPosition;
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
         * @throws IllegalStateException if no capacity was given, or one of capacity, alignment and storage together with
         *     memory of your own, or memory of your own was used before
         * @throws IllegalArgumentException if the storage can't give that alignment
         * @throws OutOfMemoryError when there is no room
         */
        public ByteRing build() {
            ByteBuffer own = over;
            if (own == null) {
                if (overIsUsed && !choice.isMade()) {
                    throw new IllegalStateException(
                            "memory of your own serves one ring, and this builder has built it: call over again");
                }
                Memory memory = choice.allocate();
                return build(memory, choice.capacityOn(memory), null);
            }
            if (choice.isMade()) {
                throw new IllegalStateException("a ring over a buffer takes capacity, alignment and storage from it");
            }
            over = null;
            overIsUsed = true;
            return build(new Lent(own.slice()), own.remaining(), own);
        }

        private ByteRing build(Memory memory, int bytes, @Nullable ByteBuffer lent) {
            try {
                RingState state = new RingState(
                        memory,
                        bytes,
                        signals,
                        startPosition,
                        new RingName(name),
                        overflow == Overflow.OVERWRITE_OLDEST);
                return overflow == Overflow.REFUSE ? of(state, lent) : overwriting(state, itemSize, lent);
            } catch (Throwable e) {
                memory.close(); // nobody else has it
                throw e;
            }
        }
    }
}
