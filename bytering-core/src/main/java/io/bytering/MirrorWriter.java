package io.bytering;

/**
 * A writer on memory mapped twice: whatever is free is contiguous, so nothing ever wraps. The base moves on by a whole
 * mapping once the index has left the first one, and what is free then ends before the second does.
 */
abstract class MirrorWriter extends RingWriter {
    MirrorWriter(RingState state, int most) {
        super(state, state.origin, most);
    }

    /** What is free, by {@link #seen}. */
    final void settle() {
        if (position - base >= state.mapped) {
            base += state.mapped;
        }
        tail = (int) (seen + capacity - position);
    }

    @Override
    final void wrap(long at) {
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
