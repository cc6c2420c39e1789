package io.bytering.model;

import java.util.Arrays;

/**
 * How readers come to a writer that runs, step by step, in every interleaving: Gate, Seat and Readers on a ring without
 * laps. The writer's publications wait in a store buffer (total store order) until a fence or a compare-and-set.
 *
 * <p>It is checked that no room is ever granted in which a byte lies that a settled reader has not read. There is no memory
 * in the model: a byte is gone once room is granted a capacity ahead of it, whether that has been written or not.
 */
final class SubscribeModel {
    /** What can be broken, to see that the model notices. */
    enum Mutant {
        NONE,
        WRITER_SAYS_WHAT_GOES_WITHOUT_A_FENCE,
        READER_STARTS_AT_ITS_GUESS,
        READER_LOADS_ITS_START_BEFORE_IT_JOINS,
        WRITER_DOES_NOT_LOOK_AGAIN_AFTER_IT_HAS_SAID_WHAT_GOES,
        WRITER_DOES_NOT_TAKE_BACK_WHAT_IT_HAS_SAID,
        WRITER_PASSES_OVER_A_LATE_GUESS,
        READER_STORES_ITS_START_WITHOUT_COMPARING
    }

    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String what, State state) {
            super(what + ": " + state);
        }
    }

    private static final int READERS = 2;

    /** All there is, in small numbers. */
    private static final class State {
        // the writer
        int position;
        int limit;
        int oldest;
        int step;
        int scanned; // the members it has seen, a bit each
        int next; // whom it looks at next
        int guess; // what it has found there
        int slowest;
        int wanted;
        int buffered; // 1: what it has said is in its store buffer, behind its positions

        // shared
        int written;
        int sharedOldest;
        int members;
        final int[] at = new int[READERS];

        // the readers
        final int[] readerStep = new int[READERS];
        final int[] readerGuess = new int[READERS];
        final int[] start = new int[READERS];

        State copy() {
            return unpack(pack());
        }

        /** What no longer matters is left out, so that states that differ in nothing else are one. */
        long pack() {
            long packed = add(0, 3, position, limit, oldest, step, written, sharedOldest, members);
            boolean looking = step != IDLE && step != LOADS_MEMBERS;
            packed = add(packed, 3, looking ? scanned : 0, looking ? next : 0, looking ? slowest : 0);
            packed = add(
                    packed, 3, step == SETTLES_ONE ? guess : 0, step == LOOKS_FOR_OTHERS || buffered == 1 ? wanted : 0);
            packed = add(packed, 1, buffered);
            for (int i = 0; i < READERS; i++) {
                boolean coming = readerStep[i] < SETTLED;
                packed = add(packed, 3, readerStep[i], readerStep[i] == GONE ? 0 : at[i]);
                packed = add(packed, 3, coming ? readerGuess[i] : 0, coming ? start[i] : 0);
            }
            return packed;
        }

        private static long add(long packed, int bits, int... values) {
            long more = packed;
            for (int value : values) {
                if (value >> bits != 0) {
                    throw new AssertionError(value + " has more than " + bits + " bits");
                }
                more = more << bits | value;
            }
            return more;
        }

        static State unpack(long packed) {
            State s = new State();
            long rest = packed;
            for (int i = READERS - 1; i >= 0; i--) {
                s.start[i] = (int) rest & 7;
                s.readerGuess[i] = (int) (rest >> 3) & 7;
                s.at[i] = (int) (rest >> 6) & 7;
                s.readerStep[i] = (int) (rest >> 9) & 7;
                rest >>>= 12;
            }
            s.buffered = (int) rest & 1;
            rest >>>= 1;
            s.wanted = (int) rest & 7;
            s.guess = (int) (rest >> 3) & 7;
            s.slowest = (int) (rest >> 6) & 7;
            s.next = (int) (rest >> 9) & 7;
            s.scanned = (int) (rest >> 12) & 7;
            s.members = (int) (rest >> 15) & 7;
            s.sharedOldest = (int) (rest >> 18) & 7;
            s.written = (int) (rest >> 21) & 7;
            s.step = (int) (rest >> 24) & 7;
            s.oldest = (int) (rest >> 27) & 7;
            s.limit = (int) (rest >> 30) & 7;
            s.position = (int) (rest >> 33) & 7;
            return s;
        }

        @Override
        public String toString() {
            return "position " + position + ", limit " + limit + ", oldest " + oldest + "/" + sharedOldest + ", step "
                    + step
                    + ", scanned " + scanned + ", next " + next + ", guess " + guess + ", slowest " + slowest
                    + ", wanted "
                    + wanted + ", written " + written + ", members " + members + ", at " + Arrays.toString(at)
                    + ", steps "
                    + Arrays.toString(readerStep) + ", guesses " + Arrays.toString(readerGuess) + ", starts "
                    + Arrays.toString(start);
        }
    }

    private final int capacity;
    private final int total;
    private final boolean[] fromOldest;
    private final Mutant mutant;
    private final LongSet known = new LongSet();
    private long[] todo = new long[1 << 12];
    private int open;

    SubscribeModel(int capacity, int total, boolean[] fromOldest, Mutant mutant) {
        this.capacity = capacity;
        this.total = total;
        this.fromOldest = fromOldest;
        this.mutant = mutant;
    }

    /** Goes everywhere; returns how many states there are. */
    int explore() {
        reached(new State());
        while (open > 0) {
            State state = State.unpack(todo[--open]);
            writer(state);
            for (int i = 0; i < READERS; i++) {
                reader(state, i);
            }
        }
        return known.size();
    }

    private void reached(State state) {
        for (int i = 0; i < READERS; i++) {
            if (state.readerStep[i] == SETTLED && state.at[i] < state.limit - capacity) {
                throw new Broken("reader " + i + " at " + state.at[i] + " is overwritten", state);
            }
        }
        long packed = state.pack();
        if (known.add(packed)) {
            if (open == todo.length) {
                todo = Arrays.copyOf(todo, 2 * open);
            }
            todo[open++] = packed;
        }
    }

    // ------------------------------------------------------------------ the writer

    private static final int IDLE = 0;
    private static final int LOADS_MEMBERS = 1;
    private static final int LOOKS_AT_EACH = 2;
    private static final int SETTLES_ONE = 3;
    private static final int LOOKS_AT_IT_AGAIN = 4;
    private static final int GRANTS = 5;
    private static final int LOOKS_FOR_OTHERS = 6;
    private static final int TAKES_BACK = 7;

    private void writer(State s) {
        if (s.written < s.position) { // the store buffer empties some time
            State next = s.copy();
            next.written++;
            reached(next);
        } else if (s.buffered == 1) {
            State next = s.copy();
            next.sharedOldest = s.wanted - capacity;
            next.buffered = 0;
            reached(next);
        }
        State next = s.copy();
        switch (s.step) {
            case IDLE -> {
                if (s.position < Math.min(s.limit, total)) {
                    State published = s.copy();
                    published.position++;
                    reached(published);
                }
                if (s.position < total) {
                    next.step = LOADS_MEMBERS;
                    reached(next);
                }
            }
            case LOADS_MEMBERS -> {
                next.scanned = s.members;
                next.next = 0;
                next.slowest = s.position;
                next.step = LOOKS_AT_EACH;
                reached(next);
            }
            case LOOKS_AT_EACH -> {
                if (s.next == READERS) {
                    next.step = GRANTS;
                } else if ((s.scanned & 1 << s.next) == 0) {
                    next.next++;
                } else if (s.at[s.next] >= s.oldest) {
                    passed(next, s.at[s.next]);
                } else if (mutant == Mutant.WRITER_PASSES_OVER_A_LATE_GUESS) {
                    next.next++;
                } else {
                    next.guess = s.at[s.next];
                    next.step = SETTLES_ONE;
                }
                reached(next);
            }
            case SETTLES_ONE -> {
                if (s.at[s.next] == s.guess) {
                    if (s.readerStep[s.next] == SETTLED) {
                        throw new Broken("reader " + s.next + " is moved by the writer", s);
                    }
                    next.at[s.next] = fromOldest[s.next] ? s.oldest : s.position;
                    next.written = s.position;
                }
                next.step = LOOKS_AT_IT_AGAIN;
                reached(next);
            }
            case LOOKS_AT_IT_AGAIN -> {
                passed(next, s.at[s.next]);
                next.step = LOOKS_AT_EACH;
                reached(next);
            }
            case GRANTS -> grants(s);
            case LOOKS_FOR_OTHERS -> {
                if (s.members == s.scanned || mutant == Mutant.WRITER_DOES_NOT_LOOK_AGAIN_AFTER_IT_HAS_SAID_WHAT_GOES) {
                    next.oldest = s.wanted - capacity;
                    next.limit = Math.max(s.limit, s.wanted);
                    next.step = IDLE;
                } else if (mutant == Mutant.WRITER_DOES_NOT_TAKE_BACK_WHAT_IT_HAS_SAID) {
                    next.oldest = s.wanted - capacity;
                    next.step = IDLE;
                } else {
                    next.step = TAKES_BACK;
                }
                reached(next);
            }
            default -> {
                next.sharedOldest = s.oldest;
                next.step = IDLE;
                reached(next);
            }
        }
    }

    private static void passed(State s, int at) {
        s.slowest = Math.min(s.slowest, at);
        s.next++;
    }

    /** Any amount that is free. */
    private void grants(State s) {
        State none = s.copy();
        none.step = IDLE;
        reached(none);
        for (int n = 1; n <= s.slowest + capacity - s.position; n++) {
            State next = s.copy();
            next.wanted = s.position + n;
            if (next.wanted - capacity <= s.oldest) {
                next.limit = Math.max(s.limit, next.wanted);
                next.step = IDLE;
            } else {
                next.step = LOOKS_FOR_OTHERS;
                if (mutant == Mutant.WRITER_SAYS_WHAT_GOES_WITHOUT_A_FENCE) {
                    next.buffered = 1;
                } else {
                    next.sharedOldest = next.wanted - capacity;
                    next.written = s.position;
                }
            }
            reached(next);
        }
    }

    // ------------------------------------------------------------------ a reader

    private static final int COMES = 0;
    private static final int JOINS = 1;
    private static final int LOADS_ITS_START = 2;
    private static final int SETTLES = 3;
    private static final int LOOKS_WHERE_IT_IS = 4;
    private static final int SETTLED = 5;
    private static final int GONE = 6;

    private void reader(State s, int i) {
        State next = s.copy();
        int now = fromOldest[i] ? s.sharedOldest : s.written;
        switch (s.readerStep[i]) {
            case COMES -> {
                next.readerGuess[i] = now;
                next.at[i] = now;
                next.readerStep[i] = JOINS;
                if (mutant == Mutant.READER_LOADS_ITS_START_BEFORE_IT_JOINS) {
                    next.start[i] = now;
                }
                reached(next);
            }
            case JOINS -> {
                next.members |= 1 << i;
                next.readerStep[i] = LOADS_ITS_START;
                reached(next);
            }
            case LOADS_ITS_START -> {
                if (mutant == Mutant.READER_STARTS_AT_ITS_GUESS) {
                    next.readerStep[i] = SETTLED;
                } else {
                    if (mutant != Mutant.READER_LOADS_ITS_START_BEFORE_IT_JOINS) {
                        next.start[i] = now;
                    }
                    next.readerStep[i] = next.start[i] > s.readerGuess[i] ? SETTLES : LOOKS_WHERE_IT_IS;
                }
                reached(next);
            }
            case SETTLES -> {
                boolean compares = mutant != Mutant.READER_STORES_ITS_START_WITHOUT_COMPARING;
                if (s.at[i] == s.readerGuess[i] || !compares) {
                    next.at[i] = s.start[i];
                    next.readerStep[i] = SETTLED;
                } else {
                    next.readerStep[i] = LOOKS_WHERE_IT_IS;
                }
                reached(next);
            }
            case LOOKS_WHERE_IT_IS -> {
                next.readerStep[i] = SETTLED;
                reached(next);
            }
            case SETTLED -> {
                State gone = s.copy();
                gone.members &= ~(1 << i);
                gone.readerStep[i] = GONE;
                reached(gone);
                if (s.at[i] < s.written) {
                    next.at[i]++;
                    reached(next);
                }
            }
            default -> {}
        }
    }
}
