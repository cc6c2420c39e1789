package io.bytering;

import java.time.Duration;

/** How much is tried: little in every build, much in the profile {@code stress}. */
public final class Effort {
    /** By this the lengths and counts of an ordinary build are multiplied. */
    public static final int FACTOR = Integer.getInteger("bytering.effort", 1);

    /** How long faults are thrown at a ring. */
    public static final Duration FAULTS = Duration.parse(System.getProperty("bytering.faults", "PT5S"));

    private Effort() {}

    /** Whether this is the profile. */
    public static boolean isStress() {
        return FACTOR > 1;
    }
}
