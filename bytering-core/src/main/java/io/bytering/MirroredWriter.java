package io.bytering;

/** The writer of a ring with one reader, on memory mapped twice. */
final class MirroredWriter extends MirrorWriter {
    // Behind the fields of the superclasses, as those of Half are before them.
    long q00, q01, q02, q03, q04, q05, q06, q07;
    long q08, q09, q10, q11, q12, q13, q14, q15;

    MirroredWriter(RingState state) {
        super(state, state.capacity, false);
        this.limit = position + capacity;
    }

    @Override
    void refresh() {
        seen = state.read.loadAcquire(); // pairs with RingReader.publish: what it read may be overwritten
        countRoom();
        limit = position + tail;
    }

    @Override
    boolean announceOverwrite(int here, int atStart) {
        return true; // nobody reads what the reader has read
    }

    @Override
    long loadGate() {
        return state.read.loadVolatile();
    }

    @Override
    long glanceAtGate() {
        return state.read.loadAcquire();
    }
}
