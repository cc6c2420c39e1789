package io.bytering.internal;

import io.bytering.Waiter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The slot of one reader of many. While it is armed it is in the queue that the writer looks at. */
@SuppressWarnings("serial") // never is: the value lies in this object for speed
public final class QueuedSlot extends WaiterSlot {
    /** Whether it is in the queue. It may be, a while after it was disarmed, until the writer finds it idle. */
    final AtomicBoolean queued = new AtomicBoolean();

    /** The next in the queue. Stored before the slot gets in, and read by the thread that has taken the queue out. */
    @Nullable
    QueuedSlot next;

    private final WaiterQueue queue;

    public QueuedSlot(WaiterQueue queue) {
        this.queue = queue;
    }

    @Override
    public void arm(Waiter waiter, long target) {
        super.arm(waiter, target);
        try {
            queue.add(this);
        } catch (Throwable e) {
            disarm(waiter);
            throw e;
        }
    }

    boolean isIdle() {
        return get() == null;
    }
}
