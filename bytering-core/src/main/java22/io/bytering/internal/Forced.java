package io.bytering.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many fences those who fall asleep may force upon everybody else. Each interrupts every running thread of the process for
 * some microseconds (some twenty, on a virtual machine), so there is a limit for all rings together. A sleeper that meets it forces
 * one more, by which its ring changes over, for good, to fences of its own. So rings whose halves hardly ever sleep keep
 * their speed, those whose halves sleep all the time pay for it themselves, and you need not set anything.
 */
final class Forced {
    /** About one percent of the time. */
    static final int PER_SECOND = 500;

    private static final int BITS_OF_COUNT = 16;

    private final int most;

    /** In which second, roughly, and how many in it. */
    private final AtomicLong counted = new AtomicLong();

    /** Up to {@code most} in a second; none, or without limit. */
    Forced(int most) {
        this.most = most;
    }

    /** Whether there may be one more, which is counted. Any thread. */
    boolean take() {
        if (most == Integer.MAX_VALUE) {
            return true;
        }
        long before;
        long count;
        long second;
        do {
            before = counted.get();
            second = second();
            count = inSecond(before, second);
            if (count >= most) {
                return false;
            }
        } while (!counted.compareAndSet(before, second << BITS_OF_COUNT | (count + 1)));
        return true;
    }

    /** Whether there were so many in this second that there may be no more. */
    boolean isCrowded() {
        return most > 0 && inSecond(counted.get(), second()) >= most;
    }

    private static long inSecond(long counted, long second) {
        return counted >> BITS_OF_COUNT == second ? counted & ((1L << BITS_OF_COUNT) - 1) : 0;
    }

    private static long second() {
        return System.nanoTime() >> 30;
    }
}
