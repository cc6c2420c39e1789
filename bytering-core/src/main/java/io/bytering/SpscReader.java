package io.bytering;

/** The reader that goes with {@link SpscWriter}: it follows the writer to index 0 by the marker the writer left. */
final class SpscReader extends RingReader {
    // Behind the fields of the superclasses, as those of Half are before them.
    long q00, q01, q02, q03, q04, q05, q06, q07;
    long q08, q09, q10, q11, q12, q13, q14, q15;

    SpscReader(RingState state) {
        super(state, state.read.loadVolatile());
        startAt(position, position);
    }

    @Override
    void refresh() {
        if (position == wrapAt) {
            base = position; // the marker seen last time has been reached; a newer one may replace it from here on
        }
        seen = state.written.loadAcquire(); // pairs with RingWriter.publish
        wrapAt = state.wrapAt.loadAcquire(); // pairs with SpscWriter.wrap, which comes before that publish
        if (position == wrapAt) {
            base = position;
        }
        saw(seen - position);
        // a marker behind the position is long known, one at or past the end may even be newer than the end
        limit = wrapAt - position > 0 && wrapAt - seen < 0 ? wrapAt : seen;
    }
}
