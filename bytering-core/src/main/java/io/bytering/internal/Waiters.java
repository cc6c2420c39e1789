package io.bytering.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a half that moves looks for who sleeps until it has moved. Nobody asleep costs it a load or two, of a line that
 * hardly ever changes.
 *
 * <p>The value is who sleeps, or null: every call that moves loads it, so it lies in this very object.
 *
 * @param <T> what stands here for the first who sleeps
 */
public abstract class Waiters<T> extends AtomicReference<@Nullable T> {
    private static final long serialVersionUID = 1L;

    /** Whether every half that moves has a full fence of its own, since sleepers here are frequent. Once set, it stays. */
    private volatile boolean fenced = Barrier.isCrowded();

    /** Whether every half that moves knows that by now. */
    private volatile boolean fencedIsKnown = fenced;

    /**
     * A half that falls asleep, between saying so and its last look at the position: of it and a half that moves, one sees the
     * other. Saying so was a full fence. The fence of the half that moves is in {@link #wakeIfReached}, or else is forced upon it here.
     */
    public final void beforeLastLook() {
        if (!Barrier.isAsymmetric() || fencedIsKnown) {
            return;
        }
        boolean changes = !Barrier.mayForce();
        if (changes) {
            fenced = true; // before the barrier, which makes it known; so fencedIsKnown only after that
        }
        Barrier.force();
        if (changes) {
            fencedIsKnown = true;
        }
    }

    /** The half that moves, after {@link Barrier#publish}. */
    public final void wakeIfReached(long position) {
        if (Barrier.isAsymmetric() && fenced) { // looked at after publishing: pairs with beforeLastLook
            Barrier.afterPublish();
        }
        if (get() != null) { // pairs with the store by a half that falls asleep
            wakeReached(position);
        }
    }

    /** Whether every half that moves has a full fence of its own before it looks here. */
    public final boolean isFenced() {
        return !Barrier.isAsymmetric() || fenced;
    }

    /** As {@link #wakeIfReached}, when somebody seems to sleep. */
    public abstract void wakeReached(long position);
}
