package io.bytering;

/** The reader that goes with {@link MirroredWriter}: all that waits is contiguous. */
final class MirroredReader extends RingReader {
    // Behind the fields of the superclasses, as those of Half are before them.
    long q00, q01, q02, q03, q04, q05, q06, q07;
    long q08, q09, q10, q11, q12, q13, q14, q15;

    MirroredReader(RingState state) {
        super(state, state.read.loadVolatile());
        startAt(position, position);
    }

    @Override
    void refresh() {
        if (position - base >= state.mapped) {
            base += state.mapped;
        }
        seen = state.written.loadAcquire(); // pairs with RingWriter.publish
        saw(seen - position);
        limit = seen;
    }
}
