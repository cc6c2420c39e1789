package io.bytering;

import io.bytering.internal.Checks;
import io.bytering.internal.Failures;
import io.bytering.internal.MemoryChoice;
import io.bytering.internal.RingName;
import io.bytering.internal.WaiterQueue;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pipe of bytes from one writer to any number of readers, each of which gets every byte from its subscription
 * on, without locks.
 *
 * <pre>{@code
 * BroadcastRing ring = BroadcastRing.ofCapacity(1 << 20);
 * RingReader toDisk = ring.subscribe();
 * RingReader toScreen = ring.subscribeLossy(); // does not hold up the others
 * RingWriter writer = ring.writer();
 * }</pre>
 *
 * <p>The writer waits for the slowest reader that was {@linkplain #subscribe() subscribed}, and never for a {@linkplain
 * #subscribeLossy() lossy} one. Without readers it never waits: it overwrites. A publication costs no more with many readers
 * than with one, but for those that sleep. There is no limit to their number.
 *
 * <p><b>Threads.</b> Every call of this class may come from any thread, also while the writer and readers run. Each half
 * belongs to one thread at a time, as in a {@link ByteRing}.
 *
 * <p><b>Endings.</b> The writer's close is the end of the stream for all readers, each of which still gets what it has not
 * read. A reader's close frees its room at once, and wakes the writer if it waited for that; it does not abandon the ring,
 * so {@link RingWriter#isAbandoned} stays false and no {@link RingAbandonedException} comes. A reader that is forgotten and
 * not closed holds up the writer forever. The memory is freed when the writer and all readers are closed.
 */
public final class BroadcastRing implements AutoCloseable {
    /** Where a reader starts. */
    public enum Start {
        /** At the writer's position: it gets what is written from now on. */
        NEWEST,

        /** At the oldest byte that was not overwritten yet. */
        OLDEST
    }

    private final WriterState state;
    private final History history;
    private final Readers readers;
    private final RingWriter writer;
    private final int kept;

    private BroadcastRing(
            Memory memory, int capacity, int kept, int itemSize, boolean signals, long startPosition, RingName name) {
        this.kept = kept;
        this.history = new History(startPosition, itemSize);
        this.readers = new Readers(memory);
        this.state = new WriterState(memory, capacity, signals, startPosition, name, readers);
        this.writer = state.mapped > 0
                ? new MirroredBroadcastWriter.Padded(state, history, readers, capacity - kept)
                : new BroadcastWriter.Padded(state, history, readers, capacity - kept);
    }

    /** The writer's side: its close ends the stream of all readers. */
    private static final class WriterState extends RingState {
        private final Readers readers;
        private final RingStatistics ofAll;

        WriterState(Memory memory, int capacity, boolean signals, long startPosition, RingName name, Readers readers) {
            super(memory, capacity, signals, startPosition, name, false, new GateSlot(readers), new WaiterQueue());
            this.readers = readers;
            readers.setWriter(copying);
            this.ofAll = new BroadcastStatistics(this, readers);
        }

        @Override
        RingStatistics statistics() {
            return ofAll;
        }

        @Override
        void onReaderClose(Runnable action) {
            throw new IllegalStateException(
                    "a broadcast ring is never abandoned, so this action would never run: " + action);
        }

        @Override
        void afterWriterClose() {
            Throwable failure = readers.end(lifecycle.writerFailure(), writerSlot.wake(null));
            if (writerInside.close()) {
                failure = leaveWriter(failure);
            }
            Failures.rethrow(failure);
        }

        @Override
        @Nullable
        Throwable leaveWriter(@Nullable Throwable before) {
            try {
                readers.leaveWriter();
                return before;
            } catch (Throwable e) {
                return Failures.and(before, e);
            }
        }
    }

    /**
     * A ring on direct memory, with signals.
     *
     * @param capacity bytes, from 1 to {@link ByteRing#MAX_CAPACITY}
     * @return the ring
     * @throws IllegalArgumentException if the capacity is outside that range
     */
    public static BroadcastRing ofCapacity(int capacity) {
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
     * The writing half.
     *
     * @return always the same
     */
    public RingWriter writer() {
        return writer;
    }

    /**
     * A new reader, which gets every byte that is written from now on. The writer waits for it.
     *
     * @return the reader; if the writer is closed already, one that is at its end
     * @throws OutOfMemoryError when there is no room
     */
    public RingReader subscribe() {
        return subscribe(Start.NEWEST);
    }

    /**
     * A new reader that the writer waits for.
     *
     * @param start where it starts
     * @return the reader; if the writer is closed already, one that may still read what is left from its start on, as long
     *     as another reader is open
     * @throws OutOfMemoryError when there is no room
     */
    public RingReader subscribe(Start start) {
        Seat seat = seat(state.memory, false, start);
        return join(seat, state.mapped > 0 ? new MirroredReader(seat) : new SpscReader(seat));
    }

    /**
     * A new reader that the writer does not wait for. When it is lapped it goes on at the oldest intact byte, and
     * {@link RingReader#missedBytes} counts what it missed. It copies what waits into memory of its own, as much again as the
     * ring's, and only offers what was intact after that: so what it has handed out does not change. When it finds that it
     * was lapped, what it was handed out and has not consumed before is given up too.
     *
     * @return the reader; if the writer is closed already, one that is at its end
     * @throws OutOfMemoryError when there is no room
     */
    public RingReader subscribeLossy() {
        return subscribeLossy(Start.NEWEST);
    }

    /**
     * As {@link #subscribeLossy()}, from where you like.
     *
     * @param start where it starts
     * @return the reader
     * @throws OutOfMemoryError when there is no room
     */
    public RingReader subscribeLossy(Start start) {
        Memory copies = Storage.direct().allocate(state.capacity, 1);
        Seat seat;
        RingReader reader;
        try {
            seat = seat(copies, true, start);
            reader = new LossyReader.Padded(seat, state, history);
        } catch (Throwable e) {
            copies.close(); // nobody else has them
            throw e;
        }
        return join(seat, reader);
    }

    private Seat seat(Memory memory, boolean lossy, Start start) {
        return new Seat(state, history, readers, memory, lossy, start == Start.OLDEST);
    }

    /** Either the reader has joined and is returned, or it has left again. */
    private RingReader join(Seat seat, RingReader reader) {
        try {
            if (!readers.join(seat)) {
                Failures.rethrow(seat.freeOwn(null));
                return ended();
            }
            if (state.lifecycle.isWriterClosed()) { // after joining; pairs with Readers.end
                Failures.rethrow(seat.end(state.lifecycle.writerFailure(), null));
            }
            long start = seat.decideStart(); // may wake the writer, whose waiter may throw
            seat.startAt(start);
            reader.startAt(start, seat.lossy ? start : base(start));
            return reader;
        } catch (Throwable e) {
            Failures.rethrow(seat.close(null, e));
            throw e;
        }
    }

    /** The position at which index 0 was started for the lap of the given one, which can't be overwritten any more. */
    private long base(long position) {
        if (state.mapped > 0) {
            return position - Math.floorMod(position - state.origin, (long) state.mapped);
        }
        long lap = state.wrapAt.loadAcquire(); // pairs with BroadcastWriter.wrap
        return position - lap >= 0 ? lap : history.previousWrap.loadAcquire();
    }

    /** The memory is gone: a reader of none, also of what a writer publishes that a close has overtaken. */
    private RingReader ended() {
        Memory none = Memory.of(ByteBuffer.allocate(0));
        long end = state.written.loadVolatile();
        RingState ended = new RingState(none, state.capacity, state.signals, end, state.name, false);
        ended.lifecycle.closeWriter(state.lifecycle.writerFailure());
        return new SpscReader(ended);
    }

    /**
     * How many readers there are.
     *
     * @return those subscribed and not closed, the lossy ones included
     */
    public int readers() {
        return readers.members().count();
    }

    /**
     * The total room.
     *
     * @return bytes, from 1 to {@link ByteRing#MAX_CAPACITY}
     */
    public int capacity() {
        return state.capacity;
    }

    /**
     * How many bytes are kept; see {@link Builder#history}.
     *
     * @return bytes, from 0 to {@link #capacity} - 1
     */
    public int history() {
        return kept;
    }

    /**
     * What the ring has done so far: of its writer, and of all readers that there ever were. {@link RingReader#statistics} tells
     * of one.
     *
     * @return always the same, as long as it or a half is in use
     */
    public RingStatistics statistics() {
        return state.statistics();
    }

    /** Closes the writer, then all readers. Idempotent, never waits. */
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
        Failures.rethrow(readers.closeAll(cause, failure));
    }

    /** The capacity, the history, whether the writer is closed, and how many readers there are. */
    @Override
    public String toString() {
        return "BroadcastRing[capacity=" + state.capacity + ", history=" + kept + ", writer "
                + ByteRing.word(writer.isClosed()) + ", readers=" + readers() + "]";
    }

    /** Builds rings. Not thread-safe. */
    public static final class Builder {
        private final MemoryChoice choice = new MemoryChoice();
        private int history;
        private int itemSize = 1;
        private boolean signals = true;
        private long startPosition;
        private @Nullable String name;

        private Builder() {}

        /**
         * The total room. Needed. On {@link Storage#mirrored()} it is rounded up to a multiple of the system's page size.
         *
         * @param capacity bytes, from 1 to {@link ByteRing#MAX_CAPACITY}
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
         * How many bytes that were written last stay intact, whatever the writer does, for readers that it does not wait for:
         * lossy ones, and those that start at {@link Start#OLDEST}. Of its room the writer gives out no more than the rest at
         * once, which is its {@link RingWriter#maxClaim}: what it gives out it may overwrite. Default: 0, so that all of the
         * capacity is usable; then such readers find little where the writer fills the ring at once. On memory mapped once, a claim of {@code n} bytes that goes back to index 0
         * may cost {@code 2 * n - 1} bytes more.
         *
         * @param bytes from 0 to the capacity - 1
         * @return this
         * @throws IllegalArgumentException if that is negative
         */
        public Builder history(int bytes) {
            Checks.within("history", bytes, 0, ByteRing.MAX_CAPACITY - 1);
            this.history = bytes;
            return this;
        }

        /**
         * Whether the stream consists of items of so many bytes, so that no reader that the writer does not wait for starts, or
         * goes on after a gap, within one. That holds as long as everybody writes and reads by whole items. Default: 1.
         *
         * @param bytes from 1 to the capacity
         * @return this
         * @throws IllegalArgumentException if that is less than 1
         */
        public Builder itemSize(int bytes) {
            Checks.within("bytes of an item", bytes, 1, ByteRing.MAX_CAPACITY);
            this.itemSize = bytes;
            return this;
        }

        /**
         * Whether a half can be armed; as {@link ByteRing.Builder#signals}. Default: true.
         *
         * @param signals false to do without
         * @return this
         */
        public Builder signals(boolean signals) {
            this.signals = signals;
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

        /** The position at the start, for tests near the top of the counter. */
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
         * @throws IllegalStateException if no capacity was given
         * @throws IllegalArgumentException if the history is not less than the capacity, or an item larger, or the storage
         *     can't give that alignment
         * @throws OutOfMemoryError when there is no room
         */
        public BroadcastRing build() {
            Memory memory = choice.allocate();
            int capacity = choice.capacityOn(memory);
            try {
                if (history >= capacity) {
                    throw new IllegalArgumentException(
                            "history must be less than the capacity: history=" + history + ", capacity=" + capacity);
                }
                if (itemSize > capacity) {
                    throw new IllegalArgumentException(
                            "an item must fit into the ring: bytes of an item=" + itemSize + ", capacity=" + capacity);
                }
                return new BroadcastRing(
                        memory, capacity, history, itemSize, signals, startPosition, new RingName(name));
            } catch (Throwable e) {
                memory.close(); // nobody else has it
                throw e;
            }
        }
    }
}
