package io.bytering;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a half that moves looks for who sleeps until it has moved. Nobody asleep costs it one load.
 *
 * @param <T> what stands here for the first who sleeps
 */
abstract class Waiters<T> {
    /** Who sleeps; null if nobody does. */
    final AtomicReference<@Nullable T> first = new AtomicReference<>();

    /** The half that moves, after it has published its position. */
    final void wakeIfReached(long position) {
        if (first.get() != null) { // pairs with the store by whoever falls asleep
            wakeReached(position);
        }
    }

    /** As {@link #wakeIfReached}, when somebody seems to sleep. */
    abstract void wakeReached(long position);
}
