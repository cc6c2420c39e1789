package io.bytering.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much is tried: little in every build, much in the profile {@code stress}. */
public final class Effort {
    /** By this the lengths and counts of an ordinary build are multiplied. */
    public static final int FACTOR = Integer.getInteger("bytering.effort", 1);

    /** How long threads race in each test that goes on as long as it may: in the profile some seconds. */
    public static final long RACE_NANOS = TimeUnit.MILLISECONDS.toNanos(isStress() ? 1000L * FACTOR : 200);

    /** How long faults are thrown at a ring. */
    public static final Duration FAULTS = Duration.parse(System.getProperty("bytering.faults", "PT5S"));

    /** How long the fuzzer runs; not at all in an ordinary build. */
    public static final Duration FUZZ = Duration.parse(System.getProperty("bytering.fuzz", "PT0S"));

    private Effort() {}

    /** Whether this is the profile. */
    public static boolean isStress() {
        return FACTOR > 1;
    }
}
