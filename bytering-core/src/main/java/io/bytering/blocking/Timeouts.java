package io.bytering.blocking;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time limits as the API takes them, in nanoseconds. */
final class Timeouts {
    private Timeouts() {}

    static long nanos(String what, long amount, TimeUnit unit) {
        if (amount < 0) {
            throw new IllegalArgumentException(what + " must not be negative: " + amount + " " + unit);
        }
        return unit.toNanos(amount); // saturates at Wait.FOREVER
    }

    @RequiresJavaTime
    static long nanos(String what, Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + limit);
        }
        try {
            return limit.toNanos();
        } catch (ArithmeticException longerThan292Years) {
            return Wait.FOREVER;
        }
    }
}
