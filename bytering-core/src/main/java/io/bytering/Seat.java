package io.bytering;

import io.bytering.internal.Cursor;
import io.bytering.internal.Lifecycle;
import io.bytering.storage.Memory;
import org.jspecify.annotations.Nullable;

/** One reader's place at a ring with many: its own position, ending and waiter, and the ring's everything else. */
final class Seat extends RingState {
    /** Whether the writer does not wait for it. */
    final boolean lossy;

    /** Whether it starts at the oldest intact byte, and not at the writer's position. */
    final boolean fromOldest;

    private final History history;
    private final Readers readers;

    /** Where the reader has started. Published by {@link #started}. */
    private long start;

    private volatile boolean started;

    /**
     * A seat that nobody knows yet.
     *
     * @param memory what the reader reads from: the ring's, or a lossy reader's own
     */
    Seat(RingState ring, History history, Readers readers, Memory memory, boolean lossy, boolean fromOldest) {
        super(ring, memory, new Cursor(start(ring, history, fromOldest)), new Lifecycle(), new QueuedSlot((WaiterQueue)
                ring.sleepingReaders));
        this.lossy = lossy;
        this.fromOldest = fromOldest;
        this.history = history;
        this.readers = readers;
    }

    private static long start(RingState ring, History history, boolean fromOldest) {
        return (fromOldest ? history.oldest : ring.written).loadVolatile();
    }

    /** Where the reader starts, now that the writer can see it. Pairs with Gate, which may be quicker and say where. */
    long settle() {
        long guess = read.loadVolatile();
        long now = start(this, history, fromOldest);
        boolean later = now - guess > 0; // else it was taken back meanwhile; but the guess was promised
        if (later && read.compareAndSet(guess, now)) {
            writerSlot.wakeIfReached(now); // it may have fallen asleep over the guess
            return now;
        }
        return read.loadVolatile();
    }

    /** The place that was settled is where the reader starts. */
    void startAt(long position) {
        start = position;
        started = true;
    }

    /** Whether it is settled where the reader starts, so that its position says something. */
    boolean hasStarted() {
        return started;
    }

    @Override
    long bytesRead() {
        return started ? read.loadAcquire() - start : 0; // orders nothing: any moment's will do
    }

    /** Bytes that wait for this reader. */
    int level() {
        return statistics().levelNow();
    }

    /** The writer is closed. */
    void end(@Nullable Throwable cause) {
        lifecycle.closeWriter(cause);
        readerSlot.wake();
    }

    /** A lossy reader's copies; the ring's memory is the ring's. */
    void freeOwn() {
        if (lossy) {
            memory.close();
        }
    }

    /** Closes the reader without its help. */
    void close(@Nullable Throwable cause) {
        afterReaderClose(lifecycle.closeReader(cause));
    }

    @Override
    void afterReaderClose(Lifecycle.Closing closing) {
        if (closing == Lifecycle.Closing.REPEATED) {
            return;
        }
        try {
            readerSlot.wake();
        } finally {
            try {
                readers.leave(this);
                freeOwn();
            } finally {
                writerSlot.wakeIfReached(written.loadVolatile()); // what it had not read is free
            }
        }
    }
}
