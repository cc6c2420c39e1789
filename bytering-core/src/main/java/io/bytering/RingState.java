package io.bytering;

import io.bytering.internal.Cursor;
import io.bytering.internal.Lifecycle;
import io.bytering.storage.Memory;
import io.bytering.storage.MirroredMemory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the two halves of a {@link ByteRing} share. Everything in it is final; the ordered accesses are in the halves. */
final class RingState {
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

    final Lifecycle lifecycle = new Lifecycle();
    final WaiterSlot readerSlot = new WaiterSlot();
    final WaiterSlot writerSlot = new WaiterSlot();
    final Memory memory;
    final int capacity;

    /** The distance between the two mappings of mirrored memory; 0 for any other. */
    final int mapped;

    final boolean signals;

    RingState(Memory memory, int capacity, boolean signals, long startPosition) {
        this.written = new Cursor(startPosition);
        this.read = new Cursor(startPosition);
        this.wrapAt = new Cursor(startPosition);
        this.memory = memory;
        this.capacity = capacity;
        this.mapped = memory instanceof MirroredMemory ? ((MirroredMemory) memory).capacity() : 0;
        this.signals = signals;
    }

    /** One action, run once: by the close of the reader, or now if that has been. Whoever takes it out runs it. */
    void onReaderClose(Runnable action) {
        if (!readerCloseAction.compareAndSet(null, action)) {
            if (readerCloseAction.get() != Done.RUN) {
                throw new IllegalStateException("there is an action already: " + readerCloseAction.get());
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

    /** The caller marked a half as closed: nobody sleeps on, and the last one out frees the memory. */
    void afterClose(Lifecycle.Closing closing) {
        if (closing == Lifecycle.Closing.REPEATED) {
            return;
        }
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
