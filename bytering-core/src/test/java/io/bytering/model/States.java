package io.bytering.model;

import java.util.Arrays;

/** The states that were reached, each of a few small numbers, and those of them that nobody has gone on from yet. */
final class States {
    private final int[] bits;
    private final LongSet known = new LongSet();
    private long[] todo = new long[1 << 12];
    private int open;

    /** States of so many numbers, each of so many bits, 63 in all at most. */
    States(int... bits) {
        if (Arrays.stream(bits).sum() > 63) {
            throw new AssertionError("more than a long has room for: " + Arrays.toString(bits));
        }
        this.bits = bits;
    }

    int size() {
        return known.size();
    }

    boolean isDone() {
        return open == 0;
    }

    int[] next() {
        int[] state = new int[bits.length];
        long rest = todo[--open];
        for (int i = bits.length - 1; i >= 0; i--) {
            state[i] = (int) rest & (1 << bits[i]) - 1;
            rest >>>= bits[i];
        }
        return state;
    }

    void reached(int[] state) {
        long packed = 0;
        for (int i = 0; i < bits.length; i++) {
            if (state[i] >> bits[i] != 0) {
                throw new AssertionError(state[i] + " has more than " + bits[i] + " bits");
            }
            packed = packed << bits[i] | state[i];
        }
        if (known.add(packed)) {
            if (open == todo.length) {
                todo = Arrays.copyOf(todo, 2 * open);
            }
            todo[open++] = packed;
        }
    }
}
