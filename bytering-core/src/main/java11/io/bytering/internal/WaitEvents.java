package io.bytering.internal;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells JDK Flight Recorder of waits, where the JVM has one, and the JRE its module. The event is loaded when there is a recorder:
 * to load it takes longer than the start of a small program.
 */
public final class WaitEvents {
    private static volatile boolean recorderIsThere;

    static {
        try {
            Loader.listen();
        } catch (LinkageError withoutTheModule) {
            // then there is never a recorder
        }
    }

    private WaitEvents() {}

    /**
     * Called before the first recording starts: one that has started does not look for new events. Only this class names those of
     * the module, so without it only this one can't be loaded.
     */
    private static final class Loader implements FlightRecorderListener {
        static void listen() {
            FlightRecorder.addListener(new Loader());
        }

        @Override
        public void recorderInitialized(FlightRecorder recorder) {
            RingWait.load();
            recorderIsThere = true;
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
        return recorderIsThere ? RingWait.beginIfRecorded((RingWait) unused) : null;
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
