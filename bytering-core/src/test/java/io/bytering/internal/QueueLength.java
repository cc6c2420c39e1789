package io.bytering.internal;

import org.jspecify.annotations.Nullable;

/** For tests that see the halves. */
public final class QueueLength {
    private QueueLength() {}

    /** The slots in a queue, those out of use included. */
    public static int of(Waiters<?> readers) {
        int length = 0;
        for (@Nullable QueuedSlot slot = ((WaiterQueue) readers).get(); slot != null; slot = slot.next) {
            length++;
        }
        return length;
    }
}
