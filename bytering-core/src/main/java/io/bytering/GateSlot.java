package io.bytering;

/** The slot of a writer that waits for many readers. Of those that pass its target the last one finds all others there. */
final class GateSlot extends WaiterSlot {
    private final Readers readers;

    GateSlot(Readers readers) {
        this.readers = readers;
    }

    @Override
    boolean isReachedBy(long position) {
        if (!super.isReachedBy(position)) {
            return false;
        }
        for (Seat seat : readers.members().gating) {
            if (!super.isReachedBy(seat.read.loadVolatile())) { // pairs with RingReader.publish
                return false;
            }
        }
        return true;
    }
}
