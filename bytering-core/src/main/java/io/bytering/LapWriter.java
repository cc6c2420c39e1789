package io.bytering;

import io.bytering.internal.Positions;

/**
 * A writer on memory mapped once, which goes round it in laps.
 *
 * <p>The index of a position is {@code position - base}. While the reader is on the same lap ({@code seen >= base}) the
 * tail up to the physical end is free without looking at the reader at all, and the head up to the reader's index is free
 * behind the wrap. Once the writer has gone back to index 0 it is a lap ahead until the reader follows, and what is free
 * reaches up to the reader's index, counted from the previous base.
 *
 * <p>Descends from the bip buffer (Simon Cooke, 2003) and its single-producer, single-consumer form with a watermark
 * (Andrea Lattuada and James Munns, 2019). Counting positions from a base instead of storing indexes lets every capacity
 * be used in full, and restarting at index 0 when drained removes their dead zone.
 */
abstract class LapWriter extends RingWriter {
    LapWriter(RingState state, long startPosition, int most, boolean overwrites) {
        super(state, startPosition, most, overwrites);
        this.previousBase = startPosition;
        countRoom();
    }

    /** What is free, by {@link #seen}. */
    final void countRoom() {
        tail = tail(seen);
        head = head(seen);
    }

    @Override
    final int tail(long gate) {
        return (int) ((gate - base >= 0 ? base + capacity : base + (gate - previousBase)) - position);
    }

    @Override
    final int head(long gate) {
        return (int) Math.max(gate - base, 0);
    }

    @Override
    final long targetForRoom(int amount) {
        long sameLap = position + amount - capacity;
        if (seen - base >= 0) {
            return sameLap;
        }
        long wrapped = previousBase + (position - base) + amount;
        return wrapped - base < 0 ? wrapped : Positions.later(base, sameLap);
    }

    @Override
    final long targetForClaim(int length) {
        boolean fitsTail = base + capacity - position >= length;
        if (seen - base >= 0) {
            return fitsTail ? seen : headTarget(length);
        }
        long wrapped = previousBase + (position - base) + length;
        if (wrapped - base < 0) {
            return wrapped;
        }
        return fitsTail ? base : headTarget(length);
    }

    /** On the same lap: when the head is large enough, or when the ring is drained. */
    private long headTarget(int length) {
        return base + length - position < 0 ? base + length : position;
    }
}
