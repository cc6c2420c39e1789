package io.bytering.internal;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Tells JDK Flight Recorder of waits, where the JVM has one, and the JRE its module. Nothing of it is loaded before somebody
 * records, as that takes longer than the start of a small program.
 */
public final class WaitEvents {
    private static final boolean PRESENT = isPresent();

    private WaitEvents() {}

    private static boolean isPresent() {
        try {
            return FlightRecorder.isAvailable();
        } catch (LinkageError withoutTheModule) {
            return false;
        }
    }

    /** A wait begins. What is returned must be ended; null if nobody records. */
    public static @Nullable Object begin() {
        return begin(null);
    }

    /**
     * A wait begins. What is returned must be ended; null if nobody records.
     *
     * @param unused what {@link #end} has returned: it is used again
     */
    public static @Nullable Object begin(@Nullable Object unused) {
        return PRESENT && FlightRecorder.isInitialized() ? RingWait.beginIfRecorded((RingWait) unused) : null;
    }

    /**
     * The wait is over, however it ended. Called on the thread that has waited.
     *
     * @return the event if it was not recorded, for another wait; else null
     */
    public static @Nullable Object end(
            Object event, String ring, String side, long position, int amount, String strategy) {
        return ((RingWait) event).end(ring, side, position, amount, strategy) ? null : event;
    }
}
