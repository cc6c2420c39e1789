package io.bytering;

import io.bytering.internal.Cursor;
import io.bytering.internal.Lifecycle;
import io.bytering.storage.Memory;
import io.bytering.storage.MirroredMemory;
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
    final WaiterSlot readerSlot;
    final WaiterSlot writerSlot;

    /** Whom the writer wakes: whoever is in {@link #readerSlot}, or in those of many readers. */
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
    RingState(Memory memory, int capacity, boolean signals, long origin, RingName name) {
        this(memory, capacity, signals, origin, name, new WaiterSlot(), null);
    }

    /** As the other, or with {@code readers} the writer's side of a ring with many: no one reader sleeps, reads or closes. */
    RingState(
            Memory memory,
            int capacity,
            boolean signals,
            long origin,
            RingName name,
            WaiterSlot writerSlot,
            @Nullable Waiters<?> readers) {
        this.written = new Cursor(origin);
        this.read = new Cursor(origin);
        this.wrapAt = new Cursor(origin);
        this.lifecycle = new Lifecycle();
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

    /** Another reader's side of a ring. */
    RingState(RingState ring, Memory memory, Cursor read, Lifecycle lifecycle, WaiterSlot readerSlot) {
        this.written = ring.written;
        this.read = read;
        this.wrapAt = ring.wrapAt;
        this.lifecycle = lifecycle;
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

    /** Those of the ring, as this side of it sees it: always the same, so that whoever holds them weakly has them as long. */
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

    private static int mapped(Memory memory) {
        return memory instanceof MirroredMemory ? ((MirroredMemory) memory).capacity() : 0;
    }

    /** One action, run once: by the close of the reader, or now if that has been. Whoever takes it out runs it. */
    final void onReaderClose(Runnable action) {
        if (!readerCloseAction.compareAndSet(null, action)) {
            if (readerCloseAction.get() != Done.RUN) {
                throw new IllegalStateException(
                        "onAbandoned was called before, and a writer has one action: " + readerCloseAction.get());
            }
            action.run();
        }
    }

    /** The caller marked the reader as closed. */
    void afterReaderClose(Lifecycle.Closing closing) {
        if (closing == Lifecycle.Closing.REPEATED) {
            return;
        }
        try {
            Runnable action = readerCloseAction.getAndSet(Done.RUN);
            if (action != null) {
                action.run();
            }
        } finally {
            afterClose(closing);
        }
    }

    /** The caller marked the writer as closed. */
    void afterWriterClose(Lifecycle.Closing closing) {
        if (closing != Lifecycle.Closing.REPEATED) {
            afterClose(closing);
        }
    }

    /** A half is marked as closed: nobody sleeps on, and the last one out frees the memory. */
    private void afterClose(Lifecycle.Closing closing) {
        try {
            readerSlot.wake();
        } finally {
            try {
                writerSlot.wake();
            } finally {
                if (closing == Lifecycle.Closing.LAST) {
                    memory.close();
                }
            }
        }
    }
}
