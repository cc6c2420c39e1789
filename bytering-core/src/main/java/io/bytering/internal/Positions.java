package io.bytering.internal;

/** Which of two positions comes first. Positions wrap around, so only their difference tells. */
public final class Positions {
    private Positions() {}

    public static long earlier(long a, long b) {
        return a - b <= 0 ? a : b;
    }

    public static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }
}
