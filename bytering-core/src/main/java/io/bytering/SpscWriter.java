package io.bytering;

/** The writer of a ring with one reader, on memory mapped once. */
final class SpscWriter extends LapWriter {
    // Behind the fields of the superclasses, as those of Half are before them.
    long q00, q01, q02, q03, q04, q05, q06, q07;
    long q08, q09, q10, q11, q12, q13, q14, q15;

    SpscWriter(RingState state) {
        super(state, state.origin, state.capacity, false);
        this.limit = position + tail;
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

    @Override
    void mark(long at) {
        state.wrapAt.storeRelease(at); // before the position is published; pairs with SpscReader.refresh
    }

    @Override
    void wrapped(long at) {
        countRoom();
        limit = position + tail;
    }

    /**
     * Then all the room is one slice, in memory that is still hot in the caches. The marker may come without any bytes: the reader
     * has passed every earlier one, and there is no later one before it has read what follows this one.
     */
    @Override
    void startOver() {
        if (seen == position && position != base) {
            long at = position;
            mark(at);
            limit = at;
            previousBase = base;
            base = at;
            wrapped(at);
        }
    }
}
