package io.bytering;

import io.bytering.internal.Lifecycle;
import io.bytering.storage.Storage;

/** The only reader's side of a ring whose writer does not wait for it: memory of its own, and the ring's everything else. */
final class CopyState extends RingState {
    private final RingState ring;

    CopyState(RingState ring) {
        super(ring, Storage.direct().allocate(ring.capacity, 1), ring.read, ring.lifecycle, ring.readerSlot);
        this.ring = ring;
    }

    @Override
    RingStatistics statistics() {
        return ring.statistics();
    }

    @Override
    void afterReaderClose(Lifecycle.Closing closing) {
        try {
            ring.afterReaderClose(closing);
        } finally {
            if (closing != Lifecycle.Closing.REPEATED) {
                memory.close();
            }
        }
    }
}
