package io.bytering;

import io.bytering.internal.Counters;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * A reader that its writer does not wait for. It copies into memory of its own whatever waits, sees whether that was
 * overwritten meanwhile, and hands out only what was not: so nothing it has handed out can change any more.
 *
 * <p>The copy is validated as in a sequence lock (Christoph Lameter, 2003; Hans-J. Boehm, «Can seqlocks get along with
 * programming language memory models?», 2012): the writer says what it is going to overwrite before it does, and the
 * reader looks at that after it has copied. When it was lapped, it goes on at the oldest intact byte; what it had copied
 * and not consumed before is given up too, so that bytes without a gap between them are all it ever offers.
 */
abstract class LossyReader extends RingReader {
    private final RingState ring;
    private final History history;
    private final ByteBuffer source;
    private final ByteBuffer copy;

    /**
     * A reader of the ring.
     *
     * @param state its own, with memory of its own
     */
    LossyReader(RingState state, RingState ring, History history) {
        super(state, state.read.loadVolatile());
        this.ring = ring;
        this.history = history;
        this.source = view(ring.memory.buffer());
        this.copy = view(state.memory.buffer());
    }

    @Override
    void refresh() {
        settle();
        while (copyMore()) {}
        saw(seen - position);
        limit = Gate.earlier(seen, wrapAt);
    }

    @Override
    void wrap() {
        base = wrapAt;
        wrapAt = base + capacity;
        limit = seen;
    }

    /** One contiguous piece. False if there was nothing to copy, or no room for it. */
    private boolean copyMore() {
        int room = capacity - (int) (seen - position);
        long end = ring.written.loadAcquire(); // pairs with RingWriter.publish
        if (room == 0 || seen - end >= 0) {
            return false;
        }
        int from;
        long upTo = end;
        if (ring.mapped > 0) {
            from = (int) Math.floorMod(seen - ring.origin, (long) ring.mapped);
        } else {
            long lap = ring.wrapAt.loadAcquire(); // not older than the end; pairs with GatedWriter.wrap
            long lapBefore = history.previousWrap.loadAcquire(); // not older than the lap
            boolean before = seen - lap < 0;
            from = (int) (seen - (before ? lapBefore : lap));
            upTo = before ? Gate.earlier(lap, end) : end;
        }
        // not older than the laps: if they are not those of the bytes, then the bytes are not intact any more
        long oldest = history.oldest.loadAcquire();
        if (seen - oldest < 0) {
            giveUpBefore(oldest);
            return true;
        }
        int to = (int) (seen - base) % capacity;
        int count = Math.min((int) (upTo - seen), Math.min(room, capacity - to));
        copy(from, to, count);
        long start = seen;
        seen = start + count;
        state.read.storeVolatile(position); // what it is anyway: it keeps the next load behind the copy
        oldest = history.oldest.loadVolatile(); // pairs with Gate.overwriteBefore
        if (start - oldest < 0) {
            giveUpBefore(oldest);
        }
        return true;
    }

    private void giveUpBefore(long oldest) {
        counters.add(Counters.MISSED, oldest - position);
        counters.add(Counters.OVERRUNS, 1);
        position = oldest;
        seen = Gate.later(seen, oldest);
        offered = NOTHING;
        settle();
        state.read.storeRelease(position); // for statistics
    }

    /** Index 0 is where the memory was gone round, or where it is empty: from there on is most room. */
    private void settle() {
        if (seen == position) {
            base = position;
        } else if (position - wrapAt >= 0) {
            base = wrapAt;
        }
        wrapAt = base + capacity;
    }

    private void copy(int from, int to, int count) {
        ((Buffer) source).limit(from + count);
        ((Buffer) source).position(from);
        ((Buffer) copy).limit(copy.capacity());
        ((Buffer) copy).position(to);
        copy.put(source);
    }

    /** The only form there is: with padding behind its fields. */
    static final class Padded extends LossyReader {
        // Behind the fields of the superclasses, as RingHalfPadding is before them.
        long q00, q01, q02, q03, q04, q05, q06, q07;
        long q08, q09, q10, q11, q12, q13, q14, q15;

        Padded(RingState state, RingState ring, History history) {
            super(state, ring, history);
        }
    }
}
