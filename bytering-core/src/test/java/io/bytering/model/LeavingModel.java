package io.bytering.model;

import java.util.Arrays;

/**
 * Who gives up what a half uses, step by step, in every interleaving: Occupancy, Lifecycle and the freeing of RingState. Each
 * half is used by a thread of its own, for a callback or a copy; two more threads close any half, again and again, and may be cut
 * short on the way by what strangers throw, as may a call that leaves.
 *
 * <p>What a half's own thread stores waits in a buffer (total store order): whether it is inside, and the bytes that a writer
 * writes there. With fences, a call looks at the end when its buffer is empty; else the close waits until it has been.
 *
 * <p>It is checked that nothing is given up, and the memory not freed, while somebody is inside; that a copy which was
 * overwritten is never a success; and that whenever all are at rest, what was closed has been given up, and the memory of two
 * closed halves has been freed, once. Where leaving early does no harm and no call has a fence, a call may be inside if it said so
 * when the close had looked already, but found the half open, so before it was marked.
 */
final class LeavingModel {
    /** Where the fences are, and whether it does harm to leave while a call is inside. */
    enum Form {
        FENCES,
        FORCED,
        FORCED_AND_NOT_STRICT;

        boolean isForced() {
            return this != FENCES;
        }

        boolean isStrict() {
            return this != FORCED_AND_NOT_STRICT;
        }
    }

    /** What can be broken, to see that the model notices. */
    enum Mutant {
        NONE,
        CLOSE_DOES_NOT_LOOK_WHETHER_SOMEBODY_IS_INSIDE,
        CLOSE_LOOKS_BEFORE_IT_MARKS,
        CLOSE_FORCES_NOTHING,
        CLOSE_FORCES_BEFORE_IT_MARKS,
        CLOSE_FORCES_ONLY_WHERE_SOMEBODY_SEEMS_INSIDE,
        CLOSE_LOOKS_ONCE_MORE_WHERE_NOBODY_SEEMED_INSIDE,
        SECOND_CLOSE_DOES_NOTHING,
        CALL_ENTERS_WITHOUT_A_FENCE,
        CALL_ENTERS_WITHOUT_LOOKING,
        CALL_LOOKS_BEFORE_IT_ENTERS,
        CALL_GOES_OUT_WITHOUT_A_FENCE,
        CALL_GOES_OUT_WITHOUT_LOOKING,
        CALL_LOOKS_BEFORE_IT_GOES_OUT,
        CALL_GOES_OUT_AND_NEVER_LEAVES,
        REFUSED_CALL_STAYS_INSIDE,
        COPY_IS_NOT_LOOKED_AT_AGAIN,
        COPY_IS_LOOKED_AT_TOO_SOON,
        LOOKS_FOR_THE_OTHER_BEFORE_IT_HAS_LEFT,
        FREES_BY_LOOK_AND_STORE;

        boolean isIn(Form form) {
            return switch (this) {
                case CALL_ENTERS_WITHOUT_A_FENCE, CALL_GOES_OUT_WITHOUT_A_FENCE -> !form.isForced();
                case CLOSE_FORCES_NOTHING, CLOSE_FORCES_BEFORE_IT_MARKS -> form.isForced();
                case CLOSE_FORCES_ONLY_WHERE_SOMEBODY_SEEMS_INSIDE -> form == Form.FORCED;
                case CLOSE_LOOKS_ONCE_MORE_WHERE_NOBODY_SEEMED_INSIDE -> form == Form.FORCED_AND_NOT_STRICT;
                case COPY_IS_NOT_LOOKED_AT_AGAIN, COPY_IS_LOOKED_AT_TOO_SOON -> form.isStrict();
                default -> true;
            };
        }
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

    /** Of each half, so many: as in Lifecycle and Occupancy, what was given up, whether a close or a call that leaves was cut short. */
    private static final int CLOSED = 0;

    private static final int INSIDE = 2;
    private static final int LEFT = 4;
    private static final int GIVEN_UP = 6;
    private static final int CUT_SHORT = 8;

    /** Whether a close looked before it could see that a call is inside. */
    private static final int OVERTAKEN = 10;

    /** What its thread has stored, and no other sees yet; the oldest store is the lowest. */
    private static final int BUFFER = 12;

    /** Of each thread, two with a half and two without: its step, what it has left to do, and what it has seen. */
    private static final int STEP = 14;

    private static final int LEFT_TO_DO = 18;
    private static final int SEEN = 22;

    /** Of each thread without. */
    private static final int HALF = 26 - 2;

    private static final int OVERWRITTEN = 28;
    private static final int FREED = 29;
    private static final int PARTS = 30;

    private static final int THREADS = 4;

    private static final int BUFFERED = 3;

    private static final int[] BITS = new int[PARTS];

    static {
        Arrays.fill(BITS, 1);
        Arrays.fill(BITS, BUFFER, BUFFER + 2, 2 * BUFFERED);
        Arrays.fill(BITS, STEP, STEP + THREADS, 5);
        Arrays.fill(BITS, LEFT_TO_DO, LEFT_TO_DO + THREADS, 2);
        BITS[FREED] = 2;
    }

    // the stores in a buffer
    private static final int SAYS_INSIDE = 1;
    private static final int SAYS_EMPTY = 2;
    private static final int BYTES = 3;

    // the steps of a thread
    private static final int RESTS = 0;
    private static final int ENTERS = 1;
    private static final int LOOKS_INSIDE = 2;
    private static final int USES = 3;
    private static final int USES_IT_STILL = 4;
    private static final int GOES_OUT = 5;
    private static final int LOOKS_OUTSIDE = 6;
    private static final int DECIDES = 7;
    private static final int COPIES = 8;
    private static final int COPIES_THE_REST = 9;
    private static final int LOOKS_AGAIN = 10;
    private static final int SUCCEEDS = 11;
    private static final int MARKS = 12;
    private static final int LOOKS_WHETHER_IT_SEEMS_INSIDE = 13;
    private static final int FORCES = 14;
    private static final int LOOKS_WHO_IS_INSIDE = 15;
    private static final int LEAVES = 16;
    private static final int GIVES_UP = 17;
    private static final int LOOKS_FOR_THE_WRITER = 18;
    private static final int LOOKS_FOR_THE_READER = 19;
    private static final int FREES = 20;
    private static final int FREES_WITHOUT_LOOKING = 21;
    private static final int ENDS = 22;

    private final int calls;
    private final int closes;
    private final Form form;
    private final Mutant mutant;
    private final States states = new States(BITS);

    LeavingModel(int calls, int closes, Form form, Mutant mutant) {
        this.calls = calls;
        this.closes = closes;
        this.form = form;
        this.mutant = mutant;
    }

    /** Goes everywhere; returns how many states there are. */
    int explore() {
        int[] start = new int[PARTS];
        for (int thread = 0; thread < THREADS; thread++) {
            start[LEFT_TO_DO + thread] = thread <= READER ? calls : (closes + 3 - thread) / 2;
        }
        reached(start);
        while (!states.isDone()) {
            int[] state = states.next();
            for (int thread = 0; thread < THREADS; thread++) {
                step(state, thread);
            }
            for (int half = WRITER; half <= READER; half++) {
                oldestStore(state, half);
            }
            if (form.isStrict() && state[GIVEN_UP + READER] == 1 && state[OVERWRITTEN] == 0) {
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
            atRest &= s[STEP + thread] == RESTS;
        }
        for (int half = WRITER; half <= READER; half++) {
            int step = s[STEP + half];
            boolean uses = step == USES || step == USES_IT_STILL || isBuffered(s, half, BYTES);
            if (uses && (s[FREED] > 0 || s[GIVEN_UP + half] == 1) && s[OVERTAKEN + half] == 0) {
                throw new Broken("given up while half " + half + " is inside", s);
            }
            atRest &= s[BUFFER + half] == 0;
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

    // ------------------------------------------------------------------ the buffers

    private static boolean isBuffered(int[] s, int half, int store) {
        for (int rest = s[BUFFER + half]; rest != 0; rest >>= 2) {
            if ((rest & 3) == store) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFull(int[] s, int half) {
        return s[BUFFER + half] >> 2 * (BUFFERED - 1) != 0;
    }

    private static void store(int[] s, int half, int store) {
        int place = 0;
        while (s[BUFFER + half] >> place != 0) {
            place += 2;
        }
        s[BUFFER + half] |= store << place;
    }

    /** It reaches the memory. */
    private void oldestStore(int[] s, int half) {
        int store = s[BUFFER + half] & 3;
        if (store != 0) {
            int[] next = s.clone();
            next[BUFFER + half] >>= 2;
            if (store != BYTES) {
                next[INSIDE + half] = store == SAYS_INSIDE ? 1 : 0;
            }
            reached(next);
        }
    }

    // ------------------------------------------------------------------ any thread

    private int[] to(int[] s, int thread, int step) {
        int[] next = s.clone();
        next[STEP + thread] = step;
        if (step == RESTS) {
            next[SEEN + thread] = 0;
            if (thread > READER) {
                next[HALF + thread] = 0;
            }
        }
        return next;
    }

    private void go(int[] s, int thread, int step) {
        reached(to(s, thread, step));
    }

    private static int half(int[] s, int thread) {
        return thread <= READER ? thread : s[HALF + thread];
    }

    private void step(int[] s, int thread) {
        int step = s[STEP + thread];
        if (thread > READER && step != RESTS || step >= GIVES_UP) { // whatever a stranger throws
            int[] cut = to(s, thread, RESTS);
            cut[CUT_SHORT + half(s, thread)] = 1;
            reached(cut);
        }
        if (step == RESTS) {
            if (s[LEFT_TO_DO + thread] > 0) {
                begins(s, thread);
            }
        } else if (step < COPIES) {
            calls(s, thread, step);
        } else if (step < MARKS) {
            copies(s, thread, step);
        } else if (step < GIVES_UP) {
            closes(s, thread, step);
        } else {
            leaves(s, thread, step);
        }
    }

    private void begins(int[] s, int thread) {
        int[] next = s.clone();
        next[LEFT_TO_DO + thread]--;
        if (thread > READER) {
            for (int half = WRITER; half <= READER; half++) {
                next[HALF + thread] = half;
                go(
                        next,
                        thread,
                        switch (mutant) {
                            case CLOSE_LOOKS_BEFORE_IT_MARKS -> beforeTheLook();
                            case CLOSE_FORCES_BEFORE_IT_MARKS -> FORCES;
                            default -> MARKS;
                        });
            }
        } else if (s[CLOSED + thread] == 0) { // else refused
            go(next, thread, mutant == Mutant.CALL_LOOKS_BEFORE_IT_ENTERS ? LOOKS_INSIDE : ENTERS);
            if (thread == READER && form.isStrict()) {
                go(next, thread, mutant == Mutant.COPY_IS_LOOKED_AT_TOO_SOON ? LOOKS_AGAIN : COPIES);
            }
        }
    }

    private int beforeTheLook() {
        if (!form.isForced()) {
            return LOOKS_WHO_IS_INSIDE;
        }
        boolean looks = !form.isStrict() || mutant == Mutant.CLOSE_FORCES_ONLY_WHERE_SOMEBODY_SEEMS_INSIDE;
        return looks ? LOOKS_WHETHER_IT_SEEMS_INSIDE : FORCES;
    }

    // ------------------------------------------------------------------ a call that goes inside

    private void calls(int[] s, int thread, int step) {
        int[] next = s.clone();
        boolean empty = s[BUFFER + thread] == 0;
        boolean full = isFull(s, thread);
        boolean closed = s[CLOSED + thread] == 1;
        switch (step) {
            case ENTERS -> {
                if (!full) {
                    store(next, thread, SAYS_INSIDE);
                    boolean looked = mutant == Mutant.CALL_LOOKS_BEFORE_IT_ENTERS;
                    go(next, thread, looked || mutant == Mutant.CALL_ENTERS_WITHOUT_LOOKING ? USES : LOOKS_INSIDE);
                }
            }
            case LOOKS_INSIDE -> {
                if (mutant == Mutant.CALL_LOOKS_BEFORE_IT_ENTERS) {
                    go(s, thread, closed ? RESTS : ENTERS);
                } else if (form.isForced() || empty || mutant == Mutant.CALL_ENTERS_WITHOUT_A_FENCE) {
                    int refused = mutant == Mutant.REFUSED_CALL_STAYS_INSIDE ? RESTS : GOES_OUT;
                    go(s, thread, closed ? refused : USES);
                }
            }
            case USES -> {
                if (thread == READER) {
                    go(s, thread, USES_IT_STILL);
                } else if (!full) {
                    store(next, thread, BYTES);
                    go(next, thread, USES_IT_STILL);
                }
            }
            case USES_IT_STILL ->
                go(s, thread, mutant == Mutant.CALL_LOOKS_BEFORE_IT_GOES_OUT ? LOOKS_OUTSIDE : GOES_OUT);
            case GOES_OUT -> {
                if (!full) {
                    store(next, thread, SAYS_EMPTY);
                    boolean looked = mutant == Mutant.CALL_LOOKS_BEFORE_IT_GOES_OUT;
                    int seen = s[SEEN + thread] == 1 ? DECIDES : RESTS;
                    go(next, thread, looked ? seen : LOOKS_OUTSIDE);
                }
            }
            case LOOKS_OUTSIDE -> {
                if (mutant == Mutant.CALL_LOOKS_BEFORE_IT_GOES_OUT) {
                    next[SEEN + thread] = closed ? 1 : 0;
                    go(next, thread, GOES_OUT);
                } else if (form.isForced() || empty || mutant == Mutant.CALL_GOES_OUT_WITHOUT_A_FENCE) {
                    go(s, thread, closed && mutant != Mutant.CALL_GOES_OUT_WITHOUT_LOOKING ? DECIDES : RESTS);
                }
            }
            default -> { // DECIDES, by compare-and-set
                if (empty) {
                    next[LEFT + thread] = 1;
                    boolean leaves = s[LEFT + thread] == 0 && mutant != Mutant.CALL_GOES_OUT_AND_NEVER_LEAVES;
                    go(next, thread, leaves ? GIVES_UP : RESTS);
                }
            }
        }
    }

    // ------------------------------------------------------------------ a reader's copy that does not

    private void copies(int[] s, int thread, int step) {
        int[] next = s.clone();
        switch (step) {
            case COPIES, COPIES_THE_REST -> {
                next[SEEN + thread] |= s[OVERWRITTEN];
                boolean looked =
                        mutant == Mutant.COPY_IS_LOOKED_AT_TOO_SOON || mutant == Mutant.COPY_IS_NOT_LOOKED_AT_AGAIN;
                go(next, thread, step == COPIES ? COPIES_THE_REST : looked ? SUCCEEDS : LOOKS_AGAIN);
            }
            case LOOKS_AGAIN -> {
                int then = mutant == Mutant.COPY_IS_LOOKED_AT_TOO_SOON ? COPIES : SUCCEEDS;
                go(s, thread, s[CLOSED + thread] == 1 ? RESTS : then);
            }
            default -> {
                if (s[SEEN + thread] == 1) {
                    throw new Broken("bytes of another lap are a success", s);
                }
                go(s, thread, RESTS);
            }
        }
    }

    // ------------------------------------------------------------------ a close

    private void closes(int[] s, int thread, int step) {
        int half = half(s, thread);
        int[] next = s.clone();
        switch (step) {
            case MARKS -> {
                next[CLOSED + half] = 1;
                go(
                        next,
                        thread,
                        switch (mutant) {
                            case CLOSE_LOOKS_BEFORE_IT_MARKS -> s[SEEN + thread] == 1 ? RESTS : LEAVES;
                            case CLOSE_FORCES_BEFORE_IT_MARKS, CLOSE_FORCES_NOTHING -> LOOKS_WHO_IS_INSIDE;
                            default -> beforeTheLook();
                        });
            }
            case LOOKS_WHETHER_IT_SEEMS_INSIDE -> {
                if (s[INSIDE + half] == 1) {
                    go(s, thread, FORCES);
                } else if (mutant == Mutant.CLOSE_LOOKS_ONCE_MORE_WHERE_NOBODY_SEEMED_INSIDE) {
                    go(s, thread, LOOKS_WHO_IS_INSIDE); // who says so only now may have gone out unseen
                } else {
                    looked(next, thread, false);
                }
            }
            case FORCES -> {
                if (s[BUFFER + half] == 0) { // or was, when it had its fence
                    go(s, thread, mutant == Mutant.CLOSE_FORCES_BEFORE_IT_MARKS ? MARKS : LOOKS_WHO_IS_INSIDE);
                }
            }
            case LOOKS_WHO_IS_INSIDE -> {
                boolean inside =
                        s[INSIDE + half] == 1 && mutant != Mutant.CLOSE_DOES_NOT_LOOK_WHETHER_SOMEBODY_IS_INSIDE;
                looked(next, thread, inside);
            }
            default -> { // LEAVES
                next[LEFT + half] = 1;
                boolean again = s[LEFT + half] == 1 && mutant == Mutant.SECOND_CLOSE_DOES_NOTHING;
                go(next, thread, again ? ENDS : GIVES_UP);
            }
        }
    }

    private void looked(int[] next, int thread, boolean inside) {
        int half = half(next, thread);
        if (!inside && !form.isStrict() && isBuffered(next, half, SAYS_INSIDE)) {
            next[OVERTAKEN + half] = 1;
        }
        if (mutant == Mutant.CLOSE_LOOKS_BEFORE_IT_MARKS) {
            next[SEEN + thread] = inside ? 1 : 0;
            go(next, thread, MARKS);
        } else {
            if (mutant == Mutant.LOOKS_FOR_THE_OTHER_BEFORE_IT_HAS_LEFT) {
                next[SEEN + thread] = next[LEFT + 1 - half];
            }
            go(next, thread, inside ? RESTS : LEAVES);
        }
    }

    // ------------------------------------------------------------------ what follows from either

    private void leaves(int[] s, int thread, int step) {
        int half = half(s, thread);
        int[] next = s.clone();
        switch (step) {
            case GIVES_UP -> {
                next[GIVEN_UP + half] = 1;
                boolean looked = mutant == Mutant.LOOKS_FOR_THE_OTHER_BEFORE_IT_HAS_LEFT && thread > READER;
                go(next, thread, !looked ? LOOKS_FOR_THE_WRITER : s[SEEN + thread] == 1 ? FREES : ENDS);
            }
            case LOOKS_FOR_THE_WRITER -> go(s, thread, s[LEFT + WRITER] == 1 ? LOOKS_FOR_THE_READER : ENDS);
            case LOOKS_FOR_THE_READER -> go(s, thread, s[LEFT + READER] == 1 ? FREES : ENDS);
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
            default -> { // that makes good what was cut short before
                next[CUT_SHORT + half] = 0;
                go(next, thread, RESTS);
            }
        }
    }
}
