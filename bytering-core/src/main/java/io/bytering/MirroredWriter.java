package io.bytering;

/**
 * The writer of a ring with one reader, on memory mapped twice: whatever is free is contiguous, so nothing ever wraps. The
 * base moves on by a whole mapping once the index has left the first one, and what is free then ends before the second does.
 */
final class MirroredWriter extends RingWriter {
    // Behind the fields of the superclasses, as RingHalfPadding is before them.
    long q00, q01, q02, q03, q04, q05, q06, q07;
    long q08, q09, q10, q11, q12, q13, q14, q15;

    MirroredWriter(RingState state) {
        super(state, state.origin, state.capacity);
        this.limit = position + capacity;
    }

    @Override
    void refresh() {
        if (position - base >= state.mapped) {
            base += state.mapped;
        }
        seen = state.read.loadAcquire(); // pairs with RingReader.publish: what it read may be overwritten
        limit = seen + capacity;
        tail = contiguous();
    }

    @Override
    boolean mayOverwrite(int here, int atStart) {
        return true; // nobody reads what the reader has read
    }

    @Override
    long loadGate() {
        return state.read.loadVolatile();
    }

    @Override
    void wrap(long at) {
        throw new AssertionError("mirrored memory never wraps: " + at);
    }

    @Override
    long targetForRoom(int amount) {
        return position + amount - capacity;
    }

    @Override
    long targetForClaim(int length) {
        return targetForRoom(length);
    }
}
