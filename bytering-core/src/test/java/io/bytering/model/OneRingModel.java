package io.bytering.model;

import java.util.Arrays;

/**
 * The ring's algorithm, step by step, in every interleaving of one writer and one reader.
 *
 * <p>The writer mixes claims (also committed short) and two-slice writes of every length, the reader takes every amount;
 * either looks at the other half's position as seldom or as often as it likes, so every stale view is tried. It is checked
 * that no room is granted in which an unread byte lies, and that the reader looks for each byte where the writer put it.
 * There is no memory in the model: the writer's two bases say where each unread byte lies.
 */
final class OneRingModel {
    /** What can be broken, to see that the model notices. */
    enum Mutant {
        NONE,
        READER_KEEPS_ITS_BASE_WHEN_IT_CROSSES_THE_MARKER,
        READER_KEEPS_ITS_BASE_WHEN_IT_STANDS_AT_THE_MARKER,
        READER_LOOKS_AT_THE_OLD_MARKER_ONLY,
        READER_TAKES_A_MARKER_BEYOND_THE_END_FOR_ITS_LIMIT,
        WRITER_GRANTS_ONE_MORE_BEHIND_THE_WRAP,
        WRITER_GRANTS_ONE_MORE_AT_THE_START,
        WRITER_STORES_THE_MARKER_AFTER_THE_POSITION
    }

    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String what, OneRingState state) {
            super(what + ": " + state);
        }
    }

    private static final int NOWHERE = -1;

    private final int capacity;
    private final int total;
    private final Mutant mutant;
    private final LongSet known = new LongSet();
    private long[] todo = new long[1 << 12];
    private int open;

    OneRingModel(int capacity, int total, Mutant mutant) {
        this.capacity = capacity;
        this.total = total;
        this.mutant = mutant;
    }

    /** Goes everywhere; returns how many states there are. */
    int explore() {
        reached(new OneRingState());
        while (open > 0) {
            OneRingState state = OneRingState.unpack(todo[--open]);
            writer(state);
            reader(state);
        }
        return known.size();
    }

    private void reached(OneRingState state) {
        long packed = state.pack();
        if (known.add(packed)) {
            if (open == todo.length) {
                todo = Arrays.copyOf(todo, 2 * open);
            }
            todo[open++] = packed;
        }
    }

    private void writer(OneRingState s) {
        if (s.writerStep == 0) {
            granted(s);
            OneRingState next = s.clone();
            next.seen = s.read;
            reached(next);
            return;
        }
        OneRingState next = s.clone();
        if (s.writerStep == (mutant == Mutant.WRITER_STORES_THE_MARKER_AFTER_THE_POSITION ? 2 : 1)) {
            next.wrapAt = s.wrapping ? s.base : s.wrapAt;
            next.wrapping = false;
        } else {
            next.written = s.written + s.writing;
            next.writing = 0;
        }
        next.writerStep = s.writerStep == 1 ? 2 : 0;
        reached(next);
    }

    /** What SpscWriter.countRoom finds free, and every way in which RingWriter may use it. */
    private void granted(OneRingState s) {
        boolean sameLap = s.seen >= s.base;
        int index = s.written - s.base;
        int tail = sameLap ? capacity - index : s.seen - s.previousBase - index;
        int head = sameLap ? s.seen - s.base : 0;
        tail += !sameLap && mutant == Mutant.WRITER_GRANTS_ONE_MORE_BEHIND_THE_WRAP ? 1 : 0;
        head += sameLap && mutant == Mutant.WRITER_GRANTS_ONE_MORE_AT_THE_START ? 1 : 0;
        if (tail < 0 || index + tail > capacity) {
            throw new Broken("room beyond the end", s);
        }
        for (int p = s.read; p < s.written; p++) {
            int lies = indexOf(p, s);
            if (lies < head || lies >= index && lies < index + tail) {
                throw new Broken("room where byte " + p + " lies unread", s);
            }
        }
        if (s.seen == s.written && s.base != s.written) {
            stored(s, 0, s.written); // SpscWriter.startOver: a marker without bytes
        }
        int atStart = s.seen == s.written ? capacity : head;
        for (int n = 1; n <= Math.min(capacity, total - s.written); n++) {
            if (n <= tail + head) { // where the writer is, a claim or two slices
                stored(s, n, n > tail ? s.written + tail : NOWHERE);
            }
            if (n <= atStart && tail < atStart) { // a claim at index 0, committed whole or short
                stored(s, n, s.written);
            }
        }
    }

    private void stored(OneRingState s, int count, int marker) {
        OneRingState next = s.clone();
        next.writerStep = 1;
        next.writing = count;
        next.wrapping = marker != NOWHERE;
        if (next.wrapping) {
            next.previousBase = s.base;
            next.base = marker;
        }
        reached(next);
    }

    /** Where the writer put an unread byte. */
    private static int indexOf(int position, OneRingState s) {
        return position - (position >= s.base ? s.base : s.previousBase);
    }

    private void reader(OneRingState s) {
        OneRingState next = s.clone();
        switch (s.readerStep) {
            case 0 -> {
                consumed(s);
                standing(next);
                next.readerSeen = s.written;
                next.readerStep = 2;
            }
            case 1 -> {
                next.read = s.read + s.reading;
                next.reading = 0;
                next.readerStep = 0;
            }
            default -> {
                next.readerWrapAt = s.wrapAt;
                if (mutant != Mutant.READER_LOOKS_AT_THE_OLD_MARKER_ONLY) {
                    standing(next);
                }
                boolean within = next.readerWrapAt < s.readerSeen
                        || mutant == Mutant.READER_TAKES_A_MARKER_BEYOND_THE_END_FOR_ITS_LIMIT;
                next.limitIsMarker = next.readerWrapAt > s.read && within;
                next.readerStep = 0;
            }
        }
        reached(next);
    }

    /** The reader stands at the marker it knows: index 0 starts here. */
    private void standing(OneRingState s) {
        if (s.read == s.readerWrapAt && mutant != Mutant.READER_KEEPS_ITS_BASE_WHEN_IT_STANDS_AT_THE_MARKER) {
            s.readerBase = s.read;
        }
    }

    /** Every amount that the reader knows to be there, across its marker or not. */
    private void consumed(OneRingState s) {
        int limit = s.limitIsMarker ? s.readerWrapAt : s.readerSeen;
        for (int n = 1; n <= Math.max(s.readerSeen, limit) - s.read; n++) {
            int p = s.read + n - 1;
            int looks = p - (p < limit ? s.readerBase : s.readerWrapAt);
            if (p >= s.written || looks != indexOf(p, s)) {
                throw new Broken("byte " + p + " looked for at index " + looks, s);
            }
            OneRingState next = s.clone();
            next.reading = n;
            next.readerStep = 1;
            if (p >= limit) {
                next.limitIsMarker = false;
                if (mutant != Mutant.READER_KEEPS_ITS_BASE_WHEN_IT_CROSSES_THE_MARKER) {
                    next.readerBase = s.readerWrapAt;
                }
            }
            reached(next);
        }
    }
}
