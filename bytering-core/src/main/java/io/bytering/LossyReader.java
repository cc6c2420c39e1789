package io.bytering;

import io.bytering.internal.Counters;
import io.bytering.internal.Positions;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * A reader that its writer does not wait for. It copies into memory of its own whatever waits, sees whether that was
 * overwritten meanwhile, and hands out only what was not: so nothing it has handed out can change any more.
 *
 * <p>The copy is validated as in a sequence lock (Christoph Lameter, 2003; Hans-J. Boehm, "Can seqlocks get along with
 * programming language memory models?", 2012): the writer says what it is going to overwrite before it does, and the
 * reader looks at that after it has copied. When it was lapped, it goes on at the oldest intact byte; what it had copied
 * and not consumed before is given up too, so that bytes without a gap between them are all it ever offers.
 */
abstract class LossyReader extends RingReader {
    /** A call that was lapped so often hands out what it has, which may be nothing: else a quick writer would keep it forever. */
    static final int MOST_LAPS = 4;

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
        chooseBase();
        long end = ring.written.loadAcquire(); // pairs with RingWriter.publish
        for (int laps = 0; laps < MOST_LAPS && seen - end < 0 && seen - position < capacity; ) {
            if (!copyMore(end)) {
                if (offered > 0) {
                    break; // what was handed out stays; the gap is for the next call that hands out
                }
                giveUpBefore(history.oldest.loadAcquire());
                laps++;
                end = ring.written.loadAcquire();
            }
        }
        saw(seen - position);
        limit = Positions.earlier(seen, wrapAt);
    }

    /** Where it finds that it was lapped, it will give up what it has copied; which it does not look for while it has no room. */
    @Override
    long start() {
        long start = super.start();
        long oldest = history.oldest.loadAcquire();
        boolean lapped = seen - oldest < 0 && seen - start < capacity;
        return lapped ? Positions.later(start, oldest) : start;
    }

    /** One contiguous piece of what is before the end. False if some of it was overwritten before it was copied. */
    private boolean copyMore(long end) {
        int from;
        long upTo = end;
        if (ring.mapped > 0) {
            from = (int) Math.floorMod(seen - ring.origin, (long) ring.mapped);
        } else {
            long lap = ring.wrapAt.loadAcquire(); // not older than the end; pairs with BroadcastWriter.mark
            long lapBefore = history.previousWrap.loadAcquire(); // not older than the lap
            boolean before = seen - lap < 0;
            from = (int) (seen - (before ? lapBefore : lap));
            upTo = before ? Positions.earlier(lap, end) : end;
        }
        // not older than the laps: if they are not those of the bytes, then the bytes are not intact any more
        if (seen - history.oldest.loadAcquire() < 0) {
            return false;
        }
        int to = (int) (seen - base) % capacity;
        int room = capacity - (int) (seen - position);
        int count = Math.min((int) (upTo - seen), Math.min(room, capacity - to));
        copy(from, to, count);
        state.read.loadFence(position); // keeps the next load behind the copy
        long oldest = history.oldest.loadVolatile(); // pairs with Gate.announceOverwrite
        if (seen - oldest >= 0) {
            seen += count;
            return true;
        }
        if (offered <= 0) {
            seen = Positions.later(seen + count, oldest); // the rest of the piece is intact
        }
        return false;
    }

    private void giveUpBefore(long oldest) {
        counters.add(Counters.MISSED, oldest - position);
        counters.add(Counters.OVERRUNS, 1);
        position = oldest;
        seen = Positions.later(seen, oldest);
        offered = NOTHING;
        chooseBase();
        state.read.storeRelease(position); // for statistics
    }

    /** Index 0 is where the memory was gone round, or where it is empty: from there on is most room. */
    private void chooseBase() {
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
        try {
            startCopyIfOpen(position + 1);
            copy.put(source);
            endCopy();
        } catch (Throwable e) {
            copyingTo = position; // without a call, for which there may be no stack
            throw copyFailed(position, e);
        }
    }

    /** Adds the padding behind the fields. */
    static final class Padded extends LossyReader {
        // Behind the fields of the superclasses, as those of Half are before them.
        long q00, q01, q02, q03, q04, q05, q06, q07;
        long q08, q09, q10, q11, q12, q13, q14, q15;

        Padded(RingState state, RingState ring, History history) {
            super(state, ring, history);
        }
    }
}
