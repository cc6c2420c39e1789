package io.bytering.random;

import java.util.random.RandomGenerator;

/** Numbers that no call takes, also such as overflow when they are added up. */
final class BadInput {
    private static final int[][] RANGES = {
        {-1, 1},
        {0, -1},
        {Integer.MIN_VALUE, 1},
        {Integer.MAX_VALUE, 1},
        {1, Integer.MAX_VALUE},
        {Integer.MIN_VALUE, Integer.MIN_VALUE},
        {Integer.MAX_VALUE, Integer.MAX_VALUE}
    };

    private BadInput() {}

    /** An offset and a length that are within no array. */
    static int[] range(RandomGenerator random) {
        return RANGES[random.nextInt(RANGES.length)];
    }

    /** A number below the one or above the other. */
    static int outside(RandomGenerator random, int low, int high) {
        switch (random.nextInt(4)) {
            case 0:
                return low - 1;
            case 1:
                return Integer.MIN_VALUE;
            case 2:
                return Integer.MAX_VALUE;
            default:
                return high + 1;
        }
    }
}
