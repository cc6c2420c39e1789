package io.bytering.blocking;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time limits as the API takes them, in nanoseconds. */
final class Timeouts {
    private Timeouts() {}

    static long nanos(long amount, TimeUnit unit) {
        if (amount < 0) {
            throw new IllegalArgumentException("timeout must not be negative: " + amount + " " + unit);
        }
        return unit.toNanos(amount); // saturates at Wait.FOREVER
    }

    @RequiresJavaTime
    static long nanos(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + timeout);
        }
        try {
            return timeout.toNanos();
        } catch (ArithmeticException longerThan292Years) {
            return Wait.FOREVER;
        }
    }
}
