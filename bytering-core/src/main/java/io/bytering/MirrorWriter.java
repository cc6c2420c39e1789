package io.bytering;

/**
 * A writer on memory mapped twice: whatever is free is contiguous, so nothing ever wraps. The base moves on by a whole
 * mapping once the index has left the first one, and what is free then ends before the second does.
 */
abstract class MirrorWriter extends RingWriter {
    MirrorWriter(RingState state, int most, boolean overwrites) {
        super(state, state.origin, most, overwrites);
    }

    /** What is free, by {@link #seen}. */
    final void countRoom() {
        if (position - base >= state.mapped) {
            base += state.mapped;
        }
        tail = tail(seen);
    }

    @Override
    final int tail(long gate) {
        return (int) (gate + capacity - position);
    }

    @Override
    final int head(long gate) {
        return 0;
    }

    @Override
    final void mark(long at) {
        throw new AssertionError("mirrored memory never wraps: " + at);
    }

    @Override
    final void wrapped(long at) {
        throw new AssertionError("mirrored memory never wraps: " + at);
    }

    @Override
    final void startOver() {
        // all room is one slice anyway
    }

    @Override
    final long targetForRoom(int amount) {
        return position + amount - capacity;
    }

    @Override
    final long targetForClaim(int length) {
        return targetForRoom(length);
    }
}
