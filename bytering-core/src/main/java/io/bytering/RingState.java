package io.bytering;

import io.bytering.internal.Copying;
import io.bytering.internal.Cursor;
import io.bytering.internal.Failures;
import io.bytering.internal.Lifecycle;
import io.bytering.internal.RingName;
import io.bytering.internal.SafelyFreed;
import io.bytering.internal.WaiterSlot;
import io.bytering.internal.Waiters;
import io.bytering.storage.Memory;
import io.bytering.storage.MirroredMemory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What two halves share. Everything in it is final; the ordered accesses are in the halves. */
class RingState {
    /** Bytes ever written. Stored by the writer. */
    final Cursor written;

    /** Bytes ever read. Stored by the reader. */
    final Cursor read;

    /** The position at which the writer last went back to index 0. Stored by the writer, before {@link #written}. */
    final Cursor wrapAt;

    /** In place of the action: the reader is closed, and what was there has been run. */
    private enum Done implements Runnable {
        RUN;

        @Override
        public void run() {}
    }

    private final AtomicReference<@Nullable Runnable> readerCloseAction = new AtomicReference<>();

    final Lifecycle lifecycle;

    /** Who leaves for the writer, and for the reader. */
    final Occupancy writerInside;

    final Occupancy readerInside;

    /** The two halves, as those who may still copy. */
    final Copying copying = new Copying() {
        @Override
        public boolean isCopying() {
            return writerInside.isInside() || readerInside.isInside();
        }
    };

    /** Whether the memory was closed, which happens once. */
    private final AtomicBoolean freed = new AtomicBoolean();

    final WaiterSlot readerSlot;
    final WaiterSlot writerSlot;

    /** The readers that the writer wakes: the one in {@link #readerSlot}, or those in the slots of many. */
    final Waiters<?> sleepingReaders;

    final Memory memory;
    final int capacity;

    /** The distance between the two mappings of mirrored memory; 0 for any other. */
    final int mapped;

    /** The position at which index 0 was first started. */
    final long origin;

    final boolean signals;

    final RingName name;

    private final RingStatistics statistics;

    /** One writer, one reader, and nothing moved yet. */
    RingState(Memory memory, int capacity, boolean signals, long origin, RingName name, boolean readerIsLossy) {
        this(memory, capacity, signals, origin, name, readerIsLossy, new WaiterSlot(), null);
    }

    /** As the other; or with {@code readers} the writer's side of a ring with many, where no one reader sleeps, reads or closes. */
    RingState(
            Memory memory,
            int capacity,
            boolean signals,
            long origin,
            RingName name,
            boolean readerIsLossy,
            WaiterSlot writerSlot,
            @Nullable Waiters<?> readers) {
        this.written = new Cursor(origin);
        this.read = new Cursor(origin);
        this.wrapAt = new Cursor(origin);
        boolean pooled = isPooled(memory);
        this.lifecycle = new Lifecycle();
        this.writerInside = new Occupancy(written, pooled);
        this.readerInside = new Occupancy(read, pooled || readerIsLossy);
        this.readerSlot = new WaiterSlot();
        this.writerSlot = writerSlot;
        this.sleepingReaders = readers == null ? readerSlot : readers;
        this.memory = memory;
        this.capacity = capacity;
        this.mapped = mapped(memory);
        this.origin = origin;
        this.signals = signals;
        this.name = name;
        this.statistics = new ReaderStatistics(this);
    }

    /** The side of one reader among many: what it has not read is the writer's as soon as it leaves. */
    RingState(RingState ring, Memory memory, Cursor read, Lifecycle lifecycle, WaiterSlot readerSlot) {
        this(ring, memory, read, lifecycle, new Occupancy(read, true), readerSlot);
    }

    /** Another reader's side of a ring. */
    RingState(
            RingState ring,
            Memory memory,
            Cursor read,
            Lifecycle lifecycle,
            Occupancy readerInside,
            WaiterSlot readerSlot) {
        this.written = ring.written;
        this.read = read;
        this.wrapAt = ring.wrapAt;
        this.lifecycle = lifecycle;
        this.writerInside = ring.writerInside;
        this.readerInside = readerInside;
        this.readerSlot = readerSlot;
        this.writerSlot = ring.writerSlot;
        this.sleepingReaders = ring.sleepingReaders;
        this.memory = memory;
        this.capacity = ring.capacity;
        this.mapped = mapped(memory);
        this.origin = ring.origin;
        this.signals = ring.signals;
        this.name = ring.name;
        this.statistics = new ReaderStatistics(this);
    }

    /** The ring's statistics, as seen by this half: always the same object, so that a weak reference to it lasts as long. */
    RingStatistics statistics() {
        return statistics;
    }

    final long bytesWritten() {
        return written.loadAcquire() - origin; // orders nothing: any moment's will do
    }

    /** Since the reader came. */
    long bytesRead() {
        return read.loadAcquire() - origin; // as above
    }

    /** Whether the memory may be somebody else's as soon as it is closed. */
    private static boolean isPooled(Memory memory) {
        return !(memory instanceof SafelyFreed);
    }

    private static int mapped(Memory memory) {
        return memory instanceof MirroredMemory ? ((MirroredMemory) memory).capacity() : 0;
    }

    /** One action, run once: by the close of the reader, or now if that has been. The thread that takes it out runs it. */
    void onReaderClose(Runnable action) {
        if (!readerCloseAction.compareAndSet(null, action)) {
            if (readerCloseAction.get() != Done.RUN) {
                throw new IllegalStateException(
                        "onAbandoned was called before, and a writer has one action: " + readerCloseAction.get());
            }
            action.run();
        }
    }

    /**
     * The caller marked the reader as closed. All that follows from it happens here, whatever strangers throw meanwhile, and may
     * be repeated: so a close that was cut short is made good by the next.
     */
    void afterReaderClose() {
        Throwable failure = runReaderCloseAction();
        failure = wakeBoth(failure);
        if (readerInside.close()) {
            failure = leaveReader(failure);
        }
        Failures.rethrow(failure);
    }

    /** The caller marked the writer as closed. As {@link #afterReaderClose}. */
    void afterWriterClose() {
        Throwable failure = wakeBoth(null);
        if (writerInside.close()) {
            failure = leaveWriter(failure);
        }
        Failures.rethrow(failure);
    }

    /**
     * The reader is closed, and no call of it is inside: it gives up what it used. May be repeated.
     *
     * @param before what is to be thrown in the end
     * @return what is to be thrown in the end
     */
    @Nullable
    Throwable leaveReader(@Nullable Throwable before) {
        return freeIfLeft(before);
    }

    /** As {@link #leaveReader}, for the writer. */
    @Nullable
    Throwable leaveWriter(@Nullable Throwable before) {
        return freeIfLeft(before);
    }

    /** Both halves are closed, and nobody is inside. */
    final boolean isLeft() {
        return writerInside.isLeft() && readerInside.isLeft();
    }

    /** Each half looks here after it has left, so the last one to leave finds that the other has left too. */
    private @Nullable Throwable freeIfLeft(@Nullable Throwable before) {
        return isLeft() ? free(before) : before;
    }

    /** Frees the memory, if that has not been done. Nobody is inside any more. */
    final @Nullable Throwable free(@Nullable Throwable before) {
        if (freed.compareAndSet(false, true)) {
            try {
                copying.whenQuiet(memory::close);
            } catch (Throwable e) {
                return Failures.and(before, e);
            }
        }
        return before;
    }

    private @Nullable Throwable runReaderCloseAction() {
        Runnable action = readerCloseAction.getAndSet(Done.RUN);
        if (action != null) {
            try {
                action.run();
            } catch (Throwable e) {
                return e;
            }
        }
        return null;
    }

    /** A half is marked as closed: nobody sleeps on. */
    final @Nullable Throwable wakeBoth(@Nullable Throwable before) {
        return writerSlot.wake(readerSlot.wake(before));
    }
}
