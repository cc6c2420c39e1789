package io.bytering.message;

import io.bytering.Waiter;
import org.jspecify.annotations.Nullable;

/** The place of one writer among those that wait for room. Everything in it belongs to the lock of {@link SleepingWriters}. */
final class SleepingWriter {
    /** Whose place it is. */
    final Claim claim;

    @Nullable
    SleepingWriter next;

    @Nullable
    SleepingWriter previous;

    /** Whether it is in the list. Also loaded by the writer's own thread, and only that puts it in. */
    volatile boolean queued;

    /** Null once it was woken. Also loaded by the writer's own thread. */
    volatile @Nullable Waiter waiter;

    /** What the writer waits for. */
    int length;

    int units;

    SleepingWriter(Claim claim) {
        this.claim = claim;
    }
}
