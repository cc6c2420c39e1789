package io.bytering;

import io.bytering.internal.Cursor;
import io.bytering.internal.Failures;
import io.bytering.internal.Lifecycle;
import io.bytering.internal.QueuedSlot;
import io.bytering.internal.WaiterQueue;
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

    /** Stored before the seat is taken out of the members, which needs memory. */
    private volatile boolean left;

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
    long decideStart() {
        long guess = read.loadVolatile();
        long now = start(this, history, fromOldest);
        boolean later = now - guess > 0; // else it was taken back meanwhile; but the guess was promised
        if (later && read.compareAndSet(guess, now)) {
            writerSlot.wakeIfReached(now); // it may have fallen asleep over the guess
            return now;
        }
        return read.loadVolatile();
    }

    /** Where the reader starts, as was decided. */
    void startAt(long position) {
        start = position;
        started = true;
    }

    /** Whether it is decided where the reader starts, so that its position says something. */
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

    /** Whether its reader has left, so that the writer does not wait for it. */
    boolean hasLeft() {
        return left;
    }

    /** The writer is closed. Returns what is to be thrown in the end. */
    @Nullable
    Throwable end(@Nullable Throwable cause, @Nullable Throwable before) {
        lifecycle.closeWriter(cause);
        return readerSlot.wake(before);
    }

    /** Wakes the reader if the writer has reached what it waits for. Returns what is to be thrown in the end. */
    @Nullable
    Throwable wakeIfReached(long position, @Nullable Throwable before) {
        return Failures.wake(readerSlot.takeIfReached(position), before);
    }

    /** A lossy reader's copies; the ring's memory is the ring's. */
    @Nullable
    Throwable freeOwn(@Nullable Throwable before) {
        return lossy ? free(before) : before;
    }

    /** Closes the reader without its help. Returns what is to be thrown in the end. */
    @Nullable
    Throwable close(@Nullable Throwable cause, @Nullable Throwable before) {
        try {
            lifecycle.closeReader(cause);
            afterReaderClose();
            return before;
        } catch (Throwable e) {
            return Failures.and(before, e);
        }
    }

    @Override
    void afterReaderClose() {
        Throwable failure = readerSlot.wake(null);
        if (readerInside.close()) {
            failure = leaveReader(failure);
        }
        Failures.rethrow(failure);
    }

    /** What it has not read is free, and so is the writer that waits for that. */
    @Override
    @Nullable
    Throwable leaveReader(@Nullable Throwable before) {
        Throwable failure = before;
        left = true; // before the writer is woken; it goes on, also where no memory is left to leave in order
        try {
            readers.leave();
        } catch (Throwable e) {
            failure = Failures.and(failure, e);
        }
        failure = freeOwn(failure);
        try {
            leaveQueue();
        } catch (Throwable e) {
            failure = Failures.and(failure, e);
        }
        try {
            writerSlot.wakeIfReached(written.loadVolatile());
        } catch (Throwable e) {
            failure = Failures.and(failure, e);
        }
        return failure;
    }

    /** Those that are armed may be out of the queue for a moment meanwhile, and so are looked for here. */
    private void leaveQueue() {
        WaiterQueue queue = (WaiterQueue) sleepingReaders;
        if (queue.leave((QueuedSlot) readerSlot, readers.members().count())) {
            queue.clear();
            queue.beforeLastLook(); // pairs with Waiters.wakeIfReached
            readers.wakeReached(written);
        }
    }
}
