package io.bytering;

import io.bytering.internal.Positions;

/** The writer of a ring with any number of readers, on memory mapped twice. */
abstract class MirroredBroadcastWriter extends MirrorWriter {
    private final Gate gate;

    MirroredBroadcastWriter(RingState state, History history, Readers readers, int most) {
        super(state, most, true);
        this.gate = new Gate(history, readers, state.origin);
        this.limit = position;
    }

    @Override
    void refresh() {
        seen = gate.look(position);
        countRoom();
    }

    @Override
    long loadGate() {
        return gate.look(position);
    }

    @Override
    long glanceAtGate() {
        return gate.glance(position);
    }

    @Override
    boolean announceOverwrite(int here, int atStart) {
        int more = Gate.generous(here, Math.min(tail, maxClaim()), capacity);
        if (!gate.announceOverwrite(position + more - capacity, seen)) {
            return false;
        }
        limit = Positions.later(limit, position + more);
        return true;
    }

    /** Adds the padding behind the fields. */
    static final class Padded extends MirroredBroadcastWriter {
        // Behind the fields of the superclasses, as those of Half are before them.
        long q00, q01, q02, q03, q04, q05, q06, q07;
        long q08, q09, q10, q11, q12, q13, q14, q15;

        Padded(RingState state, History history, Readers readers, int most) {
            super(state, history, readers, most);
        }
    }
}
