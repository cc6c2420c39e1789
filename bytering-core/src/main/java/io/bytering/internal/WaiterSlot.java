package io.bytering.internal;

import io.bytering.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * The place where one half leaves its waiter for the other half to wake: the whole of the wake-up protocol.
 *
 * <p>It is Dekker's pattern. The waiting half stores the waiter and then looks at the position once more; the moving half
 * stores its position and then looks here. What lies between in either of them ({@link io.bytering.internal.Barrier}) lets at
 * least one see the other, so no wake-up is lost. The thread that takes the waiter out, by compare-and-set, is the only one to act on it.
 */
@SuppressWarnings("serial") // never is: the value lies in this object for speed
public class WaiterSlot extends Waiters<Waiter> {
    /** What the half that waits here has counted. */
    public final Counters counters = new Counters();

    /** The other half's position from which on the waiter is satisfied. Published by the store of the waiter. */
    private long target;

    /** The waiting half. Afterwards it must look at the position again. */
    public void arm(Waiter waiter, long target) {
        if (get() != null) {
            throw new IllegalStateException("a waiter is armed already, and a half has one at a time: " + get());
        }
        this.target = target;
        set(waiter); // pairs with wakeIfReached
    }

    /** Any thread. True: it was still armed, and will not be woken. */
    public final boolean disarm(Waiter waiter) {
        return compareAndSet(waiter, null);
    }

    @Override
    public void wakeReached(long position) {
        Waiter waiter = takeIfReached(position);
        if (waiter != null) {
            waiter.wake();
        }
    }

    /** The waiter, if it is satisfied and nobody else takes it: to be woken by the caller. */
    public final @Nullable Waiter takeIfReached(long position) {
        Waiter waiter = get();
        // A target of an earlier arm may be met here only if that waiter was disarmed meanwhile and its half has looked
        // again since: the worst is a wake-up that comes early.
        if (waiter == null || !isReachedBy(position) || !compareAndSet(waiter, null)) {
            return null;
        }
        counters.countWakeUp();
        return waiter;
    }

    /** Whether the target of the armed waiter lies at or behind that position. */
    public boolean isReachedBy(long position) {
        return position - target >= 0;
    }

    /** After a half was marked as closed. Returns what is to be thrown in the end. */
    public final @Nullable Throwable wake(@Nullable Throwable before) {
        Waiter waiter = getAndSet(null);
        if (waiter != null) {
            counters.countWakeUp();
        }
        return Failures.wake(waiter, before);
    }
}
