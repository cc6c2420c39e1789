package io.bytering.model;

import java.util.Arrays;

/**
 * Who gives up what a half uses, step by step, in every interleaving: Occupancy, Lifecycle and the freeing of RingState. Each
 * half is used by a thread of its own, for a callback, a claim or a copy; two more threads close any half, again and again, and may
 * be cut short on the way by what strangers throw.
 *
 * <p>It is checked that nothing is given up, and the memory not freed, while somebody is inside; that a copy which was
 * overwritten is never a success; and that whenever all are at rest, what was closed has been given up, and the memory of two
 * closed halves has been freed, once.
 */
final class LeavingModel {
    /** What can be broken, to see that the model notices. */
    enum Mutant {
        NONE,
        CLOSE_LEAVES_WHILE_SOMEBODY_IS_INSIDE,
        CLOSE_LOOKS_AND_STORES,
        CLOSE_LEAVES_BEFORE_IT_MARKS,
        SECOND_CLOSE_DOES_NOTHING,
        CALL_ENTERS_BY_LOOK_AND_STORE,
        CALL_ENTERS_WHAT_WAS_CLOSED,
        CALL_GOES_OUT_BY_LOOK_AND_STORE,
        CALL_GOES_OUT_AND_NEVER_LEAVES,
        CLAIM_IS_REFUSED_AND_STAYS_INSIDE,
        COPY_IS_NOT_LOOKED_AT_AGAIN,
        COPY_IS_LOOKED_AT_TOO_SOON,
        LOOKS_FOR_THE_OTHER_BEFORE_IT_HAS_LEFT,
        FREES_BY_LOOK_AND_STORE
    }

    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String what, int[] state) {
            super(what + ": " + Arrays.toString(state));
        }
    }

    // ------------------------------------------------------------------ a state, and where its parts are

    private static final int WRITER = 0;
    private static final int READER = 1;

    /** Of each half, so many: closed, occupancy, given up, whether a close of it was cut short. */
    private static final int CLOSED = 0;

    private static final int INSIDE = 2;
    private static final int GIVEN_UP = 4;
    private static final int CUT_SHORT = 6;

    /** Of each thread, two with a half and two without: its step, what it has left to do, its half, and what it has seen. */
    private static final int STEP = 8;

    private static final int LEFT_TO_DO = 12;
    private static final int HALF = 16;
    private static final int SEEN = 20;

    /** Whether the copy of the reader has met what was overwritten. */
    private static final int TORN = 24;

    private static final int OVERWRITTEN = 25;
    private static final int FREED = 26;
    private static final int PARTS = 27;

    private static final int[] BITS = new int[PARTS];

    static {
        Arrays.fill(BITS, 1);
        Arrays.fill(BITS, INSIDE, INSIDE + 2, 2);
        Arrays.fill(BITS, STEP, STEP + 4, 5);
        Arrays.fill(BITS, LEFT_TO_DO, LEFT_TO_DO + 4, 2);
        Arrays.fill(BITS, SEEN, SEEN + 4, 2);
        BITS[FREED] = 2;
    }

    private static final int THREADS = 4;

    // Occupancy
    private static final int EMPTY = 0;
    private static final int SOMEBODY = 1;
    private static final int LEAVING = 2;
    private static final int LEFT = 3;

    // the steps of a thread
    private static final int RESTS = 0;
    private static final int ENTERS = 1;
    private static final int ENTERS_WITHOUT_LOOKING = 2;
    private static final int USES = 3;
    private static final int USES_IT_STILL = 4;
    private static final int COMMITS = 5;
    private static final int COMMITS_AFTER_ALL = 6;
    private static final int GOES_OUT = 7;
    private static final int GOES_OUT_WITHOUT_LOOKING = 8;
    private static final int COPIES = 9;
    private static final int COPIES_THE_REST = 10;
    private static final int LOOKS_AGAIN = 11;
    private static final int SUCCEEDS = 12;
    private static final int MARKS = 13;
    private static final int LOOKS_WHO_IS_INSIDE = 14;
    private static final int CLOSES = 15;
    private static final int GIVES_UP = 16;
    private static final int LOOKS_FOR_THE_WRITER = 17;
    private static final int LOOKS_FOR_THE_READER = 18;
    private static final int FREES = 19;
    private static final int FREES_WITHOUT_LOOKING = 20;
    private static final int ENDS = 21;

    private final int calls;
    private final int closes;
    private final Mutant mutant;
    private final States states = new States(BITS);

    LeavingModel(int calls, int closes, Mutant mutant) {
        this.calls = calls;
        this.closes = closes;
        this.mutant = mutant;
    }

    /** Goes everywhere; returns how many states there are. */
    int explore() {
        int[] start = new int[PARTS];
        for (int thread = 0; thread < THREADS; thread++) {
            start[LEFT_TO_DO + thread] = thread <= READER ? calls : (closes + 3 - thread) / 2;
            start[HALF + thread] = thread <= READER ? thread : 0;
        }
        reached(start);
        while (!states.isDone()) {
            int[] state = states.next();
            for (int thread = 0; thread < THREADS; thread++) {
                step(state, thread);
            }
            if (state[GIVEN_UP + READER] == 1 && state[OVERWRITTEN] == 0) {
                int[] next = state.clone();
                next[OVERWRITTEN] = 1; // by the writer, which has the room now
                reached(next);
            }
        }
        return states.size();
    }

    private void reached(int[] state) {
        check(state);
        states.reached(state);
    }

    private void check(int[] s) {
        boolean atRest = true;
        for (int thread = 0; thread < THREADS; thread++) {
            int step = s[STEP + thread];
            boolean uses = step >= USES && step <= COMMITS;
            if (uses && (s[FREED] > 0 || s[GIVEN_UP + thread] == 1)) {
                throw new Broken("given up while thread " + thread + " is inside", s);
            }
            atRest &= step == RESTS;
        }
        if (s[FREED] > 1) {
            throw new Broken("freed twice", s);
        }
        if (s[FREED] == 1 && (s[CLOSED + WRITER] & s[CLOSED + READER]) == 0) {
            throw new Broken("freed while a half is open", s);
        }
        if (atRest && (s[CUT_SHORT + WRITER] | s[CUT_SHORT + READER]) == 0) {
            for (int half = WRITER; half <= READER; half++) {
                if (s[CLOSED + half] != s[GIVEN_UP + half]) {
                    throw new Broken("half " + half + " is closed, and nobody has left", s);
                }
            }
            if (s[FREED] != (s[CLOSED + WRITER] & s[CLOSED + READER])) {
                throw new Broken("never freed", s);
            }
        }
    }

    private int[] to(int[] s, int thread, int step) {
        int[] next = s.clone();
        next[STEP + thread] = step;
        if (step == RESTS) {
            next[SEEN + thread] = 0;
            next[HALF + thread] = thread <= READER ? thread : 0;
            if (thread == READER) {
                next[TORN] = 0;
            }
        }
        return next;
    }

    private void go(int[] s, int thread, int step) {
        reached(to(s, thread, step));
    }

    private void step(int[] s, int thread) {
        int step = s[STEP + thread];
        boolean owns = thread <= READER;
        if (!owns && step != RESTS) { // whatever a stranger throws
            int[] cut = to(s, thread, RESTS);
            cut[CUT_SHORT + s[HALF + thread]] = 1;
            reached(cut);
        }
        if (step == RESTS) {
            if (s[LEFT_TO_DO + thread] > 0) {
                begins(s, thread);
            }
        } else if (step < MARKS) {
            calls(s, thread, step);
        } else {
            closes(s, thread, step);
        }
    }

    private void begins(int[] s, int thread) {
        int[] next = s.clone();
        next[LEFT_TO_DO + thread]--;
        if (thread > READER) {
            for (int half = WRITER; half <= READER; half++) {
                next[HALF + thread] = half;
                go(next, thread, mutant == Mutant.CLOSE_LEAVES_BEFORE_IT_MARKS ? LOOKS_WHO_IS_INSIDE : MARKS);
            }
        } else if (s[CLOSED + thread] == 0) { // else refused
            go(next, thread, ENTERS);
            if (thread == READER) {
                go(next, thread, mutant == Mutant.COPY_IS_LOOKED_AT_TOO_SOON ? LOOKS_AGAIN : COPIES);
            }
        }
    }

    // ------------------------------------------------------------------ a call

    private void calls(int[] s, int thread, int step) {
        int inside = s[INSIDE + thread];
        int[] next = s.clone();
        switch (step) {
            case ENTERS -> {
                if (inside != EMPTY && mutant != Mutant.CALL_ENTERS_WHAT_WAS_CLOSED) {
                    go(s, thread, RESTS);
                } else if (mutant == Mutant.CALL_ENTERS_BY_LOOK_AND_STORE) {
                    go(s, thread, ENTERS_WITHOUT_LOOKING);
                } else {
                    next[INSIDE + thread] = SOMEBODY;
                    go(next, thread, USES);
                }
            }
            case ENTERS_WITHOUT_LOOKING -> {
                next[INSIDE + thread] = SOMEBODY;
                go(next, thread, USES);
            }
            case USES -> go(s, thread, USES_IT_STILL);
            case USES_IT_STILL -> {
                go(s, thread, GOES_OUT);
                go(s, thread, COMMITS);
            }
            case COMMITS -> { // refused or not, it is not inside any more
                boolean again = s[CLOSED + thread] == 0 && mutant == Mutant.CLAIM_IS_REFUSED_AND_STAYS_INSIDE;
                go(s, thread, again ? COMMITS_AFTER_ALL : GOES_OUT);
            }
            case COMMITS_AFTER_ALL -> go(s, thread, s[CLOSED + thread] == 0 ? GOES_OUT : RESTS);
            case GOES_OUT -> {
                if (inside == SOMEBODY && mutant == Mutant.CALL_GOES_OUT_BY_LOOK_AND_STORE) {
                    go(s, thread, GOES_OUT_WITHOUT_LOOKING);
                } else if (inside == SOMEBODY) {
                    next[INSIDE + thread] = EMPTY;
                    go(next, thread, RESTS);
                } else {
                    next[INSIDE + thread] = LEFT;
                    go(next, thread, mutant == Mutant.CALL_GOES_OUT_AND_NEVER_LEAVES ? RESTS : GIVES_UP);
                }
            }
            case GOES_OUT_WITHOUT_LOOKING -> {
                next[INSIDE + thread] = EMPTY;
                go(next, thread, RESTS);
            }
            case COPIES, COPIES_THE_REST -> {
                next[TORN] |= s[OVERWRITTEN];
                boolean looked =
                        mutant == Mutant.COPY_IS_LOOKED_AT_TOO_SOON || mutant == Mutant.COPY_IS_NOT_LOOKED_AT_AGAIN;
                go(next, thread, step == COPIES ? COPIES_THE_REST : looked ? SUCCEEDS : LOOKS_AGAIN);
            }
            case LOOKS_AGAIN -> {
                int then = mutant == Mutant.COPY_IS_LOOKED_AT_TOO_SOON ? COPIES : SUCCEEDS;
                go(s, thread, s[CLOSED + thread] == 1 ? RESTS : then);
            }
            default -> {
                if (s[TORN] == 1) {
                    throw new Broken("bytes of another lap are a success", s);
                }
                go(s, thread, RESTS);
            }
        }
    }

    // ------------------------------------------------------------------ a close, and what follows from either

    private void closes(int[] s, int thread, int step) {
        int half = s[HALF + thread];
        int[] next = s.clone();
        switch (step) {
            case MARKS -> {
                next[CLOSED + half] = 1;
                boolean late = mutant == Mutant.CLOSE_LEAVES_BEFORE_IT_MARKS;
                go(next, thread, late ? RESTS : LOOKS_WHO_IS_INSIDE);
            }
            case LOOKS_WHO_IS_INSIDE -> {
                int now = s[INSIDE + half];
                next[SEEN + thread] = now & 1;
                if (mutant == Mutant.LOOKS_FOR_THE_OTHER_BEFORE_IT_HAS_LEFT) {
                    next[SEEN + thread] |= s[INSIDE + 1 - half] == LEFT ? 2 : 0;
                }
                if (now == LEFT && mutant != Mutant.SECOND_CLOSE_DOES_NOTHING) {
                    go(next, thread, GIVES_UP);
                } else {
                    go(next, thread, now >= LEAVING ? ENDS : CLOSES);
                }
            }
            case CLOSES -> {
                int seen = s[SEEN + thread] & 1;
                if (s[INSIDE + half] != seen && mutant != Mutant.CLOSE_LOOKS_AND_STORES) {
                    go(next, thread, LOOKS_WHO_IS_INSIDE);
                } else {
                    next[INSIDE + half] = seen == EMPTY ? LEFT : LEAVING;
                    boolean leaves = seen == EMPTY || mutant == Mutant.CLOSE_LEAVES_WHILE_SOMEBODY_IS_INSIDE;
                    go(next, thread, leaves ? GIVES_UP : ENDS);
                }
            }
            case GIVES_UP -> {
                next[GIVEN_UP + half] = 1;
                boolean looked = mutant == Mutant.LOOKS_FOR_THE_OTHER_BEFORE_IT_HAS_LEFT && thread > READER;
                go(next, thread, !looked ? LOOKS_FOR_THE_WRITER : s[SEEN + thread] >= 2 ? FREES : ENDS);
            }
            case LOOKS_FOR_THE_WRITER, LOOKS_FOR_THE_READER -> {
                boolean left = s[INSIDE + (step == LOOKS_FOR_THE_WRITER ? WRITER : READER)] == LEFT;
                go(s, thread, left ? step + 1 : ENDS);
            }
            case FREES -> {
                if (s[FREED] == 0 && mutant == Mutant.FREES_BY_LOOK_AND_STORE) {
                    go(s, thread, FREES_WITHOUT_LOOKING);
                } else {
                    next[FREED] = 1;
                    go(next, thread, ENDS);
                }
            }
            case FREES_WITHOUT_LOOKING -> {
                next[FREED]++;
                go(next, thread, ENDS);
            }
            default -> { // the close has come to its end
                next[CUT_SHORT + half] &= thread <= READER ? 1 : 0;
                boolean late = mutant == Mutant.CLOSE_LEAVES_BEFORE_IT_MARKS && thread > READER;
                go(next, thread, late ? MARKS : RESTS);
            }
        }
    }
}
