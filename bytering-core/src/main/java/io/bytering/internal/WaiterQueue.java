package io.bytering.internal;

import io.bytering.Waiter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The slots of those among many readers that sleep, so that a writer pays nothing for those that don't.
 *
 * <p>Any thread may add a slot, at the front, by compare-and-set (R. Kent Treiber's stack, 1986). A thread that takes slots out
 * takes out the whole chain, which is its own then, and puts back those that stay. Only the writer wakes by what it published;
 * slots that stay are back before it publishes again. Another thread that puts slots back comes as one that arms does: it
 * then looks at the position, for all of them.
 */
@SuppressWarnings("serial") // never is: the value lies in this object for speed
public final class WaiterQueue extends Waiters<QueuedSlot> {
    /** So many slots of readers that have left may stay, beside those of readers that are here. */
    private static final int FEW = 64;

    /** About how many slots in the queue are out of use. */
    private final AtomicInteger outOfUse = new AtomicInteger();

    /** The waiters that the writer is about to wake; below its own those of a call that it is within. The writer's thread only. */
    private @Nullable Waiter[] due = new Waiter[16];

    private int dueCount;

    /** After the slot is armed. Each slot is in the queue once at most. */
    void add(QueuedSlot slot) {
        if (slot.queued.compareAndSet(false, true)) { // else pairs with drop, which looks at the slot again
            putBack(slot, slot);
        }
    }

    /** A chain, or a single slot. */
    private void putBack(QueuedSlot chain, QueuedSlot last) {
        QueuedSlot front;
        do {
            front = get();
            last.next = front;
        } while (!compareAndSet(front, chain)); // full fence; pairs with wakeIfReached
    }

    /** Nobody is armed there, or nobody was just now. */
    private void drop(QueuedSlot slot) {
        slot.queued.set(false);
        if (!slot.isIdle()) { // armed again while it seemed to be in the queue
            add(slot);
        }
    }

    @Override
    public void wakeReached(long position) {
        int own = dueCount;
        Throwable failure = null;
        OutOfMemoryError noRoom;
        do {
            noRoom = takeReached(position);
            if (noRoom != null && dueCount == own) {
                failure = Failures.and(failure, noRoom);
                break;
            }
            // A waiter may use this very writer, and may throw: so waking comes last, when nothing here is halfway.
            while (dueCount > own) {
                Waiter waiter = due[--dueCount];
                due[dueCount] = null;
                failure = Failures.wake(waiter, failure);
            }
        } while (noRoom != null);
        Failures.rethrow(failure);
    }

    /** Takes those waiters out of their slots that are satisfied. Returns why some were left, or null. */
    private @Nullable OutOfMemoryError takeReached(long position) {
        OutOfMemoryError noRoom = null;
        QueuedSlot stay = null;
        QueuedSlot last = null;
        QueuedSlot slot = getAndSet(null);
        try {
            while (slot != null) {
                boolean goes = slot.isIdle();
                if (!goes && slot.isReachedBy(position)) {
                    noRoom = noRoom == null ? makeRoom() : noRoom;
                    goes = noRoom == null;
                }
                if (goes) {
                    Waiter waiter = slot.takeIfReached(position);
                    if (waiter != null) {
                        due[dueCount++] = waiter;
                    }
                }
                QueuedSlot done = slot;
                slot = slot.next; // from here on the slot is taken care of
                if (goes) {
                    drop(done);
                } else {
                    if (last == null) {
                        stay = done;
                    } else {
                        last.next = done;
                    }
                    last = done;
                }
            }
        } finally {
            putBackAll(stay, last, slot);
        }
        return noRoom;
    }

    /** Two chains: the slots that stay, and the rest of one that was not gone through to its end. */
    private void putBackAll(@Nullable QueuedSlot stay, @Nullable QueuedSlot last, @Nullable QueuedSlot rest) {
        if (stay != null && last != null) {
            putBack(stay, last);
        }
        for (QueuedSlot slot = rest; slot != null; ) {
            QueuedSlot next = slot.next;
            putBack(slot, slot);
            slot = next;
        }
    }

    private @Nullable OutOfMemoryError makeRoom() {
        if (dueCount == due.length) {
            try {
                due = Arrays.copyOf(due, 2 * dueCount);
            } catch (OutOfMemoryError e) {
                return e;
            }
        }
        return null;
    }

    /** The reader of a slot has left. True: so many have that the caller should {@link #clear} the queue. */
    public boolean leave(QueuedSlot slot, int readers) {
        return slot.queued.get() && outOfUse.incrementAndGet() > FEW + readers;
    }

    /**
     * Any thread: takes out all slots where nobody is armed. Afterwards the caller looks, behind {@link #beforeLastLook}, whether
     * one of those that are armed has been reached meanwhile, when the writer did not find it here.
     */
    public void clear() {
        outOfUse.set(0);
        QueuedSlot slot = getAndSet(null);
        try {
            while (slot != null) {
                QueuedSlot done = slot;
                slot = slot.next;
                if (done.isIdle()) {
                    drop(done);
                } else {
                    putBack(done, done);
                }
            }
        } finally {
            putBackAll(null, null, slot);
        }
    }
}
