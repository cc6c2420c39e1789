package io.bytering.model;

import java.util.Arrays;

/**
 * The queue of those among many readers that sleep, step by step, in every interleaving: WaiterQueue, QueuedSlot and the part of
 * WaiterSlot that arms and takes out. A writer publishes and wakes; two readers arm, look once more, sleep, disarm and arm again;
 * a third has left its slot there, and clears the queue. (Of fences says {@link WakeUpModel}: here all is in order.)
 *
 * <p>It is checked that nobody sleeps for ever, that nobody is woken twice for one arm, and that no slot gets into the queue
 * twice.
 */
final class WaiterQueueModel {
    /** What can be broken, to see that the model notices. */
    enum Mutant {
        NONE,
        SLOT_IS_QUEUED_BEFORE_IT_IS_ARMED,
        SLOT_IS_QUEUED_WITHOUT_ASKING_WHETHER_IT_IS,
        SLOT_IS_PUSHED_WITHOUT_COMPARING,
        READER_DOES_NOT_LOOK_AGAIN,
        WRITER_TAKES_THE_CHAIN_BY_LOOK_AND_STORE,
        WRITER_PUTS_NOBODY_BACK,
        DROPPED_SLOT_IS_NOT_LOOKED_AT_AGAIN,
        DROPPED_SLOT_IS_LOOKED_AT_TOO_SOON,
        CLEARING_TAKES_THE_CHAIN_BY_LOOK_AND_STORE,
        CLEARING_DROPS_ALL,
        CLEARING_ENDS_WITHOUT_A_LAST_LOOK
    }

    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String what, int[] state) {
            super(what + ": " + Arrays.toString(state));
        }
    }

    // ------------------------------------------------------------------ a state, and where its parts are

    /** The slot of the reader that has left; those of the others are 0 and 1. */
    private static final int OF_THE_LEFT = 2;

    private static final int NOBODY = 3;

    private static final int WRITER = 0;
    private static final int LEAVER = 1;
    private static final int READERS = 2;
    private static final int THREADS = 4;

    private static final int WRITTEN = 0;
    private static final int FIRST = 1;
    private static final int NEXT = 2;
    private static final int QUEUED = 5;
    private static final int ARMED = 8;
    private static final int TARGET = 10;
    private static final int WOKEN = 12;
    private static final int DISARMS = 14;
    private static final int STEP = 16;

    /** What a thread has loaded: the first in the queue, or a position. */
    private static final int LOADED = 20;

    /** Of the two that take out the chain: the slot they are at, and the one behind it. */
    private static final int SLOT = 24;

    private static final int REST = 26;
    private static final int STAY = 28;
    private static final int LAST = 29;
    private static final int PARTS = 30;

    private static final int[] BITS = new int[PARTS];

    static {
        Arrays.fill(BITS, 2);
        Arrays.fill(BITS, QUEUED, ARMED + 2, 1);
        Arrays.fill(BITS, WOKEN, DISARMS + 2, 1);
        Arrays.fill(BITS, STEP, STEP + THREADS, 5);
    }

    // the writer
    private static final int PUBLISHES = 0;
    private static final int LOOKS_FOR_SLEEPERS = 1;

    // the thread that takes out the chain
    private static final int TAKES_THE_CHAIN = 2;
    private static final int EMPTIES_THE_QUEUE = 3;
    private static final int GOES_ON = 4;
    private static final int LOOKS_WHETHER_IT_IS_IDLE = 5;
    private static final int LOOKS_WHETHER_IT_IS_REACHED = 6;
    private static final int DROPS = 7;
    private static final int LOOKS_AT_IT_AGAIN = 8;
    private static final int LOADS_THE_FIRST_FOR_THE_CHAIN = 9;
    private static final int PUTS_THE_CHAIN_BACK = 10;

    // the thread that takes out a waiter
    private static final int LOADS_THE_POSITION = 11;
    private static final int LOADS_THE_WAITER = 12;
    private static final int COMPARES_THE_TARGET = 13;
    private static final int TAKES_THE_WAITER = 14;

    // the thread that adds a slot
    private static final int ADDS = 15;
    private static final int LOADS_THE_FIRST = 16;
    private static final int PUSHES = 17;

    // a reader
    private static final int CHOOSES = 18;
    private static final int ARMS = 19;
    private static final int LOOKS_AGAIN = 20;
    private static final int DISARMS_IT = 21;
    private static final int SLEEPS = 22;

    private static final int IS_DONE = 23;

    private final int positions;
    private final int disarms;
    private final Mutant mutant;
    private final States states = new States(BITS);
    private int steps;

    WaiterQueueModel(int positions, int disarms, Mutant mutant) {
        this.positions = positions;
        this.disarms = disarms;
        this.mutant = mutant;
    }

    /** Goes everywhere; returns how many states there are. */
    int explore() {
        int[] start = new int[PARTS];
        Arrays.fill(start, NEXT, NEXT + 3, NOBODY);
        Arrays.fill(start, SLOT, PARTS, NOBODY);
        Arrays.fill(start, DISARMS, DISARMS + 2, disarms);
        start[FIRST] = OF_THE_LEFT;
        start[QUEUED + OF_THE_LEFT] = 1;
        start[STEP + LEAVER] = TAKES_THE_CHAIN;
        start[STEP + READERS] = CHOOSES;
        start[STEP + READERS + 1] = CHOOSES;
        reached(start);
        while (!states.isDone()) {
            int[] state = states.next();
            int before = steps;
            for (int thread = 0; thread < THREADS; thread++) {
                step(state, thread);
            }
            boolean allAwake = state[STEP + READERS] == IS_DONE && state[STEP + READERS + 1] == IS_DONE;
            if (steps == before && !allAwake) {
                throw new Broken("asleep for ever", state);
            }
            for (int reader = 0; reader < 2; reader++) { // of its own accord, so not counted as a step
                if (state[STEP + READERS + reader] == SLEEPS && state[DISARMS + reader] > 0) {
                    int[] next = state.clone();
                    next[DISARMS + reader]--;
                    next[STEP + READERS + reader] = DISARMS_IT;
                    states.reached(next);
                }
            }
        }
        return states.size();
    }

    private void reached(int[] state) {
        steps++;
        states.reached(state);
    }

    private void go(int[] s, int thread, int step) {
        int[] next = s.clone();
        next[STEP + thread] = step;
        if (step != PUSHES
                && step != PUTS_THE_CHAIN_BACK
                && step != COMPARES_THE_TARGET
                && step != TAKES_THE_WAITER
                && step != LOADS_THE_WAITER) {
            next[LOADED + thread] = 0; // no longer needed
        }
        reached(next);
    }

    private int slotOf(int[] s, int thread) {
        return thread >= READERS ? thread - READERS : s[SLOT + thread];
    }

    private static boolean isIdle(int[] s, int slot) {
        return slot == OF_THE_LEFT || s[ARMED + slot] == 0;
    }

    private void step(int[] s, int thread) {
        int step = s[STEP + thread];
        if (step <= PUTS_THE_CHAIN_BACK) {
            takesOut(s, thread, step);
        } else if (step <= TAKES_THE_WAITER) {
            wakes(s, thread, step);
        } else if (step <= PUSHES) {
            adds(s, thread, step);
        } else {
            reads(s, thread, step);
        }
    }

    // ------------------------------------------------------------------ the writer, and the one that clears

    private void takesOut(int[] s, int thread, int step) {
        int[] next = s.clone();
        int slot = thread < READERS ? s[SLOT + thread] : NOBODY;
        switch (step) {
            case PUBLISHES -> {
                if (s[WRITTEN] < positions) {
                    next[WRITTEN]++;
                    go(next, thread, LOOKS_FOR_SLEEPERS);
                }
            }
            case LOOKS_FOR_SLEEPERS -> go(s, thread, s[FIRST] == NOBODY ? PUBLISHES : TAKES_THE_CHAIN);
            case TAKES_THE_CHAIN -> {
                next[SLOT + thread] = s[FIRST];
                boolean byLook = mutant
                        == (thread == WRITER
                                ? Mutant.WRITER_TAKES_THE_CHAIN_BY_LOOK_AND_STORE
                                : Mutant.CLEARING_TAKES_THE_CHAIN_BY_LOOK_AND_STORE);
                next[FIRST] = byLook ? s[FIRST] : NOBODY;
                go(next, thread, byLook ? EMPTIES_THE_QUEUE : GOES_ON);
            }
            case EMPTIES_THE_QUEUE -> {
                next[FIRST] = NOBODY;
                go(next, thread, GOES_ON);
            }
            case GOES_ON -> {
                if (slot != NOBODY) {
                    next[REST + thread] = s[NEXT + slot];
                    next[NEXT + slot] = NOBODY; // no longer needed
                    go(next, thread, LOOKS_WHETHER_IT_IS_IDLE);
                } else if (thread == LEAVER) {
                    next[SLOT + thread] = 0;
                    go(next, thread, lastLookOrEnd());
                } else if (s[STAY] != NOBODY && mutant != Mutant.WRITER_PUTS_NOBODY_BACK) {
                    go(s, thread, LOADS_THE_FIRST_FOR_THE_CHAIN);
                } else {
                    go(s, thread, PUBLISHES);
                }
            }
            case LOOKS_WHETHER_IT_IS_IDLE -> {
                boolean idle = isIdle(s, slot);
                if (thread == WRITER) {
                    next[LOADED + thread] = s[WRITTEN];
                    go(
                            next,
                            thread,
                            idle ? slot == OF_THE_LEFT ? DROPS : LOADS_THE_WAITER : LOOKS_WHETHER_IT_IS_REACHED);
                } else {
                    boolean drops = idle || mutant == Mutant.CLEARING_DROPS_ALL;
                    go(s, thread, drops ? firstOfDropping() : LOADS_THE_FIRST);
                }
            }
            case LOOKS_WHETHER_IT_IS_REACHED -> {
                if (s[WRITTEN] >= s[TARGET + slot]) {
                    next[LOADED + thread] = s[WRITTEN];
                    go(next, thread, LOADS_THE_WAITER);
                } else {
                    if (s[LAST] == NOBODY) {
                        next[STAY] = slot;
                    } else {
                        next[NEXT + s[LAST]] = slot;
                    }
                    next[LAST] = slot;
                    next(next, thread);
                }
            }
            case DROPS -> {
                next[QUEUED + slot] = 0;
                boolean looks = mutant != Mutant.DROPPED_SLOT_IS_NOT_LOOKED_AT_AGAIN
                        && mutant != Mutant.DROPPED_SLOT_IS_LOOKED_AT_TOO_SOON;
                if (looks && mutant != Mutant.CLEARING_DROPS_ALL) {
                    go(next, thread, LOOKS_AT_IT_AGAIN);
                } else {
                    next(next, thread);
                }
            }
            case LOOKS_AT_IT_AGAIN -> {
                boolean tooSoon = mutant == Mutant.DROPPED_SLOT_IS_LOOKED_AT_TOO_SOON;
                if (!isIdle(s, slot)) {
                    go(s, thread, tooSoon ? LOADS_THE_FIRST : ADDS);
                } else if (tooSoon) {
                    go(s, thread, DROPS);
                } else {
                    next(next, thread);
                }
            }
            case LOADS_THE_FIRST_FOR_THE_CHAIN -> {
                next[LOADED + thread] = s[FIRST];
                next[NEXT + s[LAST]] = s[FIRST];
                go(next, thread, PUTS_THE_CHAIN_BACK);
            }
            default -> {
                if (s[FIRST] != s[LOADED + thread]) {
                    go(s, thread, LOADS_THE_FIRST_FOR_THE_CHAIN);
                } else {
                    next[FIRST] = s[STAY];
                    next[STAY] = NOBODY;
                    next[LAST] = NOBODY;
                    requireOnce(next);
                    go(next, thread, PUBLISHES);
                }
            }
        }
    }

    private int firstOfDropping() {
        return mutant == Mutant.DROPPED_SLOT_IS_LOOKED_AT_TOO_SOON ? LOOKS_AT_IT_AGAIN : DROPS;
    }

    private int lastLookOrEnd() {
        return mutant == Mutant.CLEARING_ENDS_WITHOUT_A_LAST_LOOK ? IS_DONE : LOADS_THE_POSITION;
    }

    /** On to the next of the chain. */
    private void next(int[] s, int thread) {
        int[] next = s.clone();
        next[SLOT + thread] = s[REST + thread];
        next[REST + thread] = NOBODY;
        go(next, thread, GOES_ON);
    }

    /** No slot comes twice. */
    private static void requireOnce(int[] s) {
        int slot = s[FIRST];
        for (int count = 0; slot != NOBODY; count++) {
            if (count == NOBODY) {
                throw new Broken("in the queue twice", s);
            }
            slot = s[NEXT + slot];
        }
    }

    // ------------------------------------------------------------------ taking out a waiter

    private void wakes(int[] s, int thread, int step) {
        int slot = s[SLOT + thread];
        int[] next = s.clone();
        switch (step) {
            case LOADS_THE_POSITION -> {
                next[LOADED + thread] = s[WRITTEN];
                go(next, thread, LOADS_THE_WAITER);
            }
            case LOADS_THE_WAITER -> {
                if (s[ARMED + slot] == 0) {
                    taken(s, thread);
                } else {
                    go(s, thread, COMPARES_THE_TARGET);
                }
            }
            case COMPARES_THE_TARGET -> {
                if (s[LOADED + thread] < s[TARGET + slot]) {
                    taken(s, thread);
                } else {
                    go(s, thread, TAKES_THE_WAITER);
                }
            }
            default -> {
                if (s[ARMED + slot] == 1) {
                    if (s[WOKEN + slot] == 1) {
                        throw new Broken("woken twice", s);
                    }
                    next[ARMED + slot] = 0;
                    next[WOKEN + slot] = 1;
                }
                taken(next, thread);
            }
        }
    }

    private void taken(int[] s, int thread) {
        if (thread == WRITER) {
            go(s, thread, firstOfDropping());
            return;
        }
        int[] next = s.clone();
        next[SLOT + thread]++; // the next reader
        boolean all = next[SLOT + thread] == 2;
        next[SLOT + thread] = all ? NOBODY : next[SLOT + thread];
        go(next, thread, all ? IS_DONE : LOADS_THE_POSITION);
    }

    // ------------------------------------------------------------------ adding a slot

    private void adds(int[] s, int thread, int step) {
        int slot = slotOf(s, thread);
        int[] next = s.clone();
        switch (step) {
            case ADDS -> {
                if (s[QUEUED + slot] == 1 && mutant != Mutant.SLOT_IS_QUEUED_WITHOUT_ASKING_WHETHER_IT_IS) {
                    added(s, thread);
                } else {
                    next[QUEUED + slot] = 1;
                    go(next, thread, LOADS_THE_FIRST);
                }
            }
            case LOADS_THE_FIRST -> {
                next[LOADED + thread] = s[FIRST];
                next[NEXT + slot] = s[FIRST];
                go(next, thread, PUSHES);
            }
            default -> {
                if (s[FIRST] == s[LOADED + thread] || mutant == Mutant.SLOT_IS_PUSHED_WITHOUT_COMPARING) {
                    next[FIRST] = slot;
                    requireOnce(next);
                    added(next, thread);
                } else {
                    go(s, thread, LOADS_THE_FIRST);
                }
            }
        }
    }

    private void added(int[] s, int thread) {
        if (thread < READERS) {
            next(s, thread);
        } else if (mutant == Mutant.SLOT_IS_QUEUED_BEFORE_IT_IS_ARMED) {
            go(s, thread, ARMS);
        } else {
            go(s, thread, LOOKS_AGAIN);
        }
    }

    // ------------------------------------------------------------------ a reader

    private void reads(int[] s, int thread, int step) {
        int slot = thread - READERS;
        int[] next = s.clone();
        switch (step) {
            case CHOOSES -> {
                if (s[WRITTEN] == positions) {
                    next[TARGET + slot] = 0;
                    next[DISARMS + slot] = 0;
                    go(next, thread, IS_DONE);
                }
                for (int goal = s[WRITTEN] + 1; goal <= positions; goal++) {
                    next[TARGET + slot] = goal;
                    go(next, thread, mutant == Mutant.SLOT_IS_QUEUED_BEFORE_IT_IS_ARMED ? ADDS : ARMS);
                }
            }
            case ARMS -> {
                next[ARMED + slot] = 1;
                go(next, thread, mutant == Mutant.SLOT_IS_QUEUED_BEFORE_IT_IS_ARMED ? LOOKS_AGAIN : ADDS);
            }
            case LOOKS_AGAIN -> {
                boolean reached = s[WRITTEN] >= s[TARGET + slot] && mutant != Mutant.READER_DOES_NOT_LOOK_AGAIN;
                go(s, thread, reached ? DISARMS_IT : SLEEPS);
            }
            case DISARMS_IT -> {
                next[ARMED + slot] = 0;
                go(next, thread, s[ARMED + slot] == 1 ? CHOOSES : SLEEPS);
            }
            case SLEEPS -> {
                if (s[WOKEN + slot] == 1) {
                    next[WOKEN + slot] = 0;
                    go(next, thread, CHOOSES);
                }
            }
            default -> {}
        }
    }
}
