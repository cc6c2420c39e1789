package io.bytering;

/** The writer of a ring with any number of readers, on memory mapped twice. */
class MirroredGatedWriter extends RingWriter {
    private final Gate gate;
    private final int most;
    private final int step;

    MirroredGatedWriter(RingState state, History history, Readers readers, int most) {
        super(state, state.origin, most);
        this.gate = new Gate(history, readers, state.origin);
        this.most = most;
        this.step = Gate.step(capacity);
        this.limit = position;
    }

    @Override
    void refresh() {
        if (position - base >= state.mapped) {
            base += state.mapped;
        }
        seen = gate.look(position);
        tail = (int) (seen + capacity - position);
    }

    @Override
    long loadGate() {
        return gate.look(position);
    }

    @Override
    boolean mayOverwrite(int here, int atStart) {
        int more = Math.max(here, Math.min(tail, Math.min(here + step, most)));
        if (!gate.overwriteBefore(position + more - capacity, seen)) {
            return false;
        }
        limit = Gate.later(limit, position + more);
        return true;
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

    /** The only form there is: with padding behind its fields. */
    static final class Padded extends MirroredGatedWriter {
        // Behind the fields of the superclasses, as RingHalfPadding is before them.
        long q00, q01, q02, q03, q04, q05, q06, q07;
        long q08, q09, q10, q11, q12, q13, q14, q15;

        Padded(RingState state, History history, Readers readers, int most) {
            super(state, history, readers, most);
        }
    }
}
