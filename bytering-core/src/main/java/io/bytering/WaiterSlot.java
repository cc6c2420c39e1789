package io.bytering;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The place where one half leaves its waiter for the other half to wake: the whole of the wake-up protocol.
 *
 * <p>It is Dekker's pattern. The waiting half stores the waiter and then looks at the position once more; the moving half
 * stores its position and then looks here. Each has a full fence between its store and its load, so at least one of them
 * sees the other, and no wake-up is lost. Whoever takes the waiter out, by compare-and-set, is the only one to act on it.
 */
final class WaiterSlot {
    private final AtomicReference<@Nullable Waiter> armed = new AtomicReference<>();

    /** The other half's position from which on the waiter is satisfied. Published by the store into {@code armed}. */
    private long target;

    /** The waiting half. Afterwards it must look at the position again. */
    void arm(Waiter waiter, long target) {
        if (armed.get() != null) {
            throw new IllegalStateException("a waiter is armed already: " + armed.get());
        }
        this.target = target;
        armed.set(waiter); // full fence; pairs with wakeIfReached
    }

    /** Any thread. True: it was still armed, and will not be woken. */
    boolean disarm(Waiter waiter) {
        return armed.compareAndSet(waiter, null);
    }

    /** The moving half, after a volatile store of its position. */
    void wakeIfReached(long position) {
        Waiter waiter = armed.get(); // pairs with arm
        // A target of an earlier arm may be met here only if that waiter was disarmed meanwhile and its half has looked
        // again since: the worst is a wake-up that comes early.
        if (waiter != null && position - target >= 0 && armed.compareAndSet(waiter, null)) {
            waiter.wake();
        }
    }

    /** Whoever closes a half, after it is marked as closed. */
    void wake() {
        Waiter waiter = armed.getAndSet(null);
        if (waiter != null) {
            waiter.wake();
        }
    }
}
