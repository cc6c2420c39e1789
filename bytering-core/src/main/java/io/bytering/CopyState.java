package io.bytering;

import io.bytering.internal.Failures;
import io.bytering.storage.Memory;
import org.jspecify.annotations.Nullable;

/** The only reader's side of a ring whose writer does not wait for it: memory of its own, and the ring's everything else. */
final class CopyState extends RingState {
    private final RingState ring;

    CopyState(RingState ring, Memory copies) {
        super(ring, copies, ring.read, ring.lifecycle, ring.readerInside, ring.readerSlot);
        this.ring = ring;
    }

    @Override
    RingStatistics statistics() {
        return ring.statistics();
    }

    @Override
    void afterReaderClose() {
        Throwable failure = null;
        try {
            ring.afterReaderClose();
        } catch (Throwable e) {
            failure = e;
        }
        if (readerInside.isLeft()) {
            failure = free(failure);
        }
        Failures.rethrow(failure);
    }

    /** By the call that was inside: gives up the copies, and the ring's memory. */
    @Override
    @Nullable
    Throwable leaveReader(@Nullable Throwable before) {
        return ring.leaveReader(free(before));
    }
}
