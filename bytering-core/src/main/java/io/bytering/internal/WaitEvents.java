package io.bytering.internal;

import org.jspecify.annotations.Nullable;

/**
 * Tells JDK Flight Recorder of waits. This is the form for where there is no such thing; {@code META-INF/versions/11} has the
 * one that tells.
 */
public final class WaitEvents {
    private WaitEvents() {}

    /** A wait begins. What is returned must be ended; null if nobody records. */
    public static @Nullable Object begin() {
        return null;
    }

    /**
     * A wait begins. What is returned must be ended; null if nobody records.
     *
     * @param unused what {@link #end} has returned: it is used again
     */
    public static @Nullable Object begin(@Nullable Object unused) {
        return null;
    }

    /**
     * The wait is over, however it ended. Called on the thread that has waited.
     *
     * @param event from {@link #begin}
     * @param ring its name
     * @param side who has waited: {@code reader} or {@code writer}
     * @param position of that half
     * @param amount bytes that it waited for
     * @param strategy how it waited
     * @return the event if it was not recorded, for another wait; else null
     */
    public static @Nullable Object end(
            Object event, String ring, String side, long position, int amount, String strategy) {
        return null; // never called: none was begun
    }
}
