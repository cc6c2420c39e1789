package io.bytering;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The slot of one reader of many. While it is armed it is in the queue that the writer looks at. */
final class QueuedSlot extends WaiterSlot {
    /** Whether it is in the queue. It may be, a while after it was disarmed, until the writer finds it idle. */
    final AtomicBoolean queued = new AtomicBoolean();

    /** The next in the queue. Stored before it gets in, later by the writer only. */
    @Nullable
    QueuedSlot next;

    private final WaiterQueue queue;

    QueuedSlot(WaiterQueue queue) {
        this.queue = queue;
    }

    @Override
    void arm(Waiter waiter, long target) {
        super.arm(waiter, target);
        queue.add(this);
    }

    boolean isIdle() {
        return first.get() == null;
    }
}
