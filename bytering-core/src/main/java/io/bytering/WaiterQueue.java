package io.bytering;

import org.jspecify.annotations.Nullable;

/**
 * The slots of those among many readers that sleep, so that a writer pays nothing for those that don't.
 *
 * <p>Anybody may add a slot, at the front, by compare-and-set (R. Kent Treiber's stack, 1986). Only the writer takes slots
 * out, so a slot that it has passed stays where it is until it says otherwise.
 */
final class WaiterQueue extends Waiters<QueuedSlot> {
    /** After the slot is armed. Each slot is in the queue once at most. */
    void add(QueuedSlot slot) {
        if (!slot.queued.compareAndSet(false, true)) {
            return; // pairs with take, which looks at the slot again after it was taken out
        }
        QueuedSlot front;
        do {
            front = first.get();
            slot.next = front;
        } while (!first.compareAndSet(front, slot)); // full fence; pairs with wakeIfReached
    }

    @Override
    void wakeReached(long position) {
        QueuedSlot before = null;
        QueuedSlot slot = first.get();
        while (slot != null) {
            QueuedSlot next = slot.next;
            if (!slot.isIdle() && !slot.isReachedBy(position)) {
                before = slot;
                slot = next;
                continue;
            }
            Waiter waiter = take(slot, before, position);
            slot = next;
            if (waiter != null) {
                waiter.wake(); // who may use this very writer: so nothing that was seen of the queue holds any more
                before = null;
                slot = first.get();
            }
        }
    }

    private @Nullable Waiter take(QueuedSlot slot, @Nullable QueuedSlot before, long position) {
        unlink(slot, before);
        slot.queued.set(false);
        Waiter waiter = slot.takeIfReached(position);
        if (!slot.isIdle()) { // armed again while it seemed to be in the queue
            add(slot);
        }
        return waiter;
    }

    private void unlink(QueuedSlot slot, @Nullable QueuedSlot before) {
        QueuedSlot previous = before;
        if (previous == null) {
            if (first.compareAndSet(slot, slot.next)) {
                return;
            }
            previous = first.get(); // others have come in front of it
            while (previous != null && previous.next != slot) {
                previous = previous.next;
            }
        }
        if (previous == null) {
            throw new AssertionError("a slot that only the writer takes out is gone");
        }
        previous.next = slot.next;
    }
}
