package io.bytering;

import io.bytering.internal.Barrier;
import io.bytering.internal.WaiterSlot;

/** The slot of a writer that waits for many readers. Of those that pass its target the last one finds all others there. */
@SuppressWarnings("serial") // never is: the value lies in this object for speed
final class GateSlot extends WaiterSlot {
    private final Readers readers;

    GateSlot(Readers readers) {
        this.readers = readers;
    }

    @Override
    public boolean isReachedBy(long position) {
        if (!super.isReachedBy(position)) {
            return false;
        }
        Barrier.afterPublish(); // so that of two readers that pass the target at once, one sees the other
        for (Seat seat : readers.members().gating) {
            if (!super.isReachedBy(seat.read.loadVolatile()) && !seat.hasLeft()) { // pairs with RingReader.publish
                return false;
            }
        }
        return true;
    }
}
