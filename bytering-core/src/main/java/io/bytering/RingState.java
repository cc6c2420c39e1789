package io.bytering;

import io.bytering.internal.Cursor;
import io.bytering.internal.Lifecycle;
import io.bytering.storage.Memory;

/** What the two halves of a {@link ByteRing} share. Everything in it is final; the ordered accesses are in the halves. */
final class RingState {
    /** Bytes ever written. Stored by the writer. */
    final Cursor written;

    /** Bytes ever read. Stored by the reader. */
    final Cursor read;

    /** The position at which the writer last went back to index 0. Stored by the writer, before {@link #written}. */
    final Cursor wrapAt;

    final Lifecycle lifecycle = new Lifecycle();
    final WaiterSlot readerSlot = new WaiterSlot();
    final WaiterSlot writerSlot = new WaiterSlot();
    final Memory memory;
    final int capacity;
    final boolean signals;

    RingState(Memory memory, int capacity, boolean signals, long startPosition) {
        this.written = new Cursor(startPosition);
        this.read = new Cursor(startPosition);
        this.wrapAt = new Cursor(startPosition);
        this.memory = memory;
        this.capacity = capacity;
        this.signals = signals;
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
