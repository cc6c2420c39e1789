package io.bytering;

/**
 * The writer of a ring with one reader, on memory mapped once.
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
final class SpscWriter extends RingWriter {
    // Behind the fields of the superclasses, as RingHalfPadding is before them.
    long q00, q01, q02, q03, q04, q05, q06, q07;
    long q08, q09, q10, q11, q12, q13, q14, q15;

    SpscWriter(RingState state, long startPosition) {
        super(state, startPosition);
        this.previousBase = startPosition;
        settle();
    }

    @Override
    void refresh() {
        seen = state.read.loadAcquire(); // pairs with RingReader.publish: what it read may be overwritten
        settle();
    }

    @Override
    long loadGate() {
        return state.read.loadVolatile();
    }

    @Override
    void wrap(long at) {
        previousBase = base;
        base = at;
        state.wrapAt.storeRelease(at); // before the position is published; pairs with SpscReader.refresh
        settle();
    }

    private void settle() {
        if (seen - base >= 0) {
            limit = base + capacity;
            head = (int) (seen - base);
        } else {
            limit = base + (seen - previousBase);
            head = 0;
        }
    }

    @Override
    long targetForRoom(int amount) {
        long sameLap = position + amount - capacity;
        if (seen - base >= 0) {
            return sameLap;
        }
        long wrapped = previousBase + (position - base) + amount;
        return wrapped - base < 0 ? wrapped : later(base, sameLap);
    }

    @Override
    long targetForClaim(int length) {
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

    private static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }
}
