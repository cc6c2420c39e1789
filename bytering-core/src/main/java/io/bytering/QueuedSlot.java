package io.bytering;

import io.bytering.internal.Cursor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The slot of one reader of many. While it is armed it is in the queue that the writer looks at. */
@SuppressWarnings("serial") // never is: the value lies in this object for speed
final class QueuedSlot extends WaiterSlot {
    /** Whether it is in the queue. It may be, a while after it was disarmed, until the writer finds it idle. */
    final AtomicBoolean queued = new AtomicBoolean();

    /** The next in the queue. Stored before the slot gets in, and read by the thread that has taken the queue out. */
    @Nullable
    QueuedSlot next;

    private final WaiterQueue queue;

    QueuedSlot(WaiterQueue queue) {
        this.queue = queue;
    }

    @Override
    void arm(Waiter waiter, long target) {
        super.arm(waiter, target);
        try {
            queue.add(this);
        } catch (Throwable e) {
            disarm(waiter);
            throw e;
        }
    }

    /** Its reader has left. Any thread. */
    void leave(Readers readers, Cursor written) {
        if (queue.leave(this, readers.members().count())) {
            queue.clear();
            queue.beforeLastLook(); // those that are armed were out of the queue for a moment; pairs with wakeIfReached
            readers.wakeReached(written);
        }
    }

    boolean isIdle() {
        return get() == null;
    }
}
