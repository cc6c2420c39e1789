package io.bytering;

import io.bytering.internal.Positions;

/** The writer of a ring with any number of readers, on memory mapped once. */
abstract class BroadcastWriter extends LapWriter {
    private final History history;
    private final Gate gate;

    /** The bytes at index 0 that may be overwritten by the next {@link #wrapped}. */
    private int atStart;

    BroadcastWriter(RingState state, History history, Readers readers, int most) {
        super(state, state.origin, most, true);
        this.history = history;
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

    /**
     * What lies there is a lap old, or two where the last lap was short; those that are left of two laps ago count as lost
     * with the first byte of this one.
     */
    @Override
    boolean announceOverwrite(int here, int start) {
        if (start > 0) {
            int more = Gate.generous(start, Math.min(roomAtStart(), maxClaim() - here), capacity);
            if (!gate.announceOverwrite(Positions.earlier(base + more, position), seen)) {
                return false;
            }
            atStart = more;
            limit = position + here;
        } else if (here > 0) {
            int more = Gate.generous(here, Math.min(tail, maxClaim()), capacity);
            if (!gate.announceOverwrite(Positions.earlier(previousBase + index() + more, base), seen)) {
                return false;
            }
            limit = Positions.later(limit, position + more);
        }
        return true;
    }

    @Override
    void mark(long at) {
        history.previousWrap.storeRelease(base); // before wrapAt; pairs with BroadcastRing.base and LossyReader
        state.wrapAt.storeRelease(at); // before the position is published; pairs with SpscReader.refresh
    }

    @Override
    void wrapped(long at) {
        limit = at + atStart;
    }

    /** Adds the padding behind the fields. */
    @Override
    void startOver() {
        // not here: a reader that is behind, or comes later, reads what is behind the position
    }

    static final class Padded extends BroadcastWriter {
        // Behind the fields of the superclasses, as those of Half are before them.
        long q00, q01, q02, q03, q04, q05, q06, q07;
        long q08, q09, q10, q11, q12, q13, q14, q15;

        Padded(RingState state, History history, Readers readers, int most) {
            super(state, history, readers, most);
        }
    }
}
