package io.bytering.internal;

/**
 * What lies between «I have moved» and «is anybody asleep?» on one side, and between «I fall asleep» and «has it moved?» on
 * the other (Dekker's pattern), so that at least one of the two sees the other.
 *
 * <p>This is the form with a full fence on either side. In {@code META-INF/versions/22} is one that leaves all of it to the
 * side that falls asleep, where the system can do that and the user has asked for it.
 */
public final class Barrier {
    private Barrier() {}

    /** Whether the side that moves has no fence. */
    public static boolean isAsymmetric() {
        return false;
    }

    /** The side that moves: as release; and of whoever sleeps by {@link #beforeLastLook}, one sees the other. */
    public static void publish(Cursor position, long value) {
        position.storeVolatile(value);
    }

    /** The side that moves has found somebody asleep: a full fence after {@link #publish}, where that has none. */
    public static void afterPublish() {
        // publish was one
    }

    /** The side that falls asleep, after it has said so by a volatile store. */
    public static void beforeLastLook() {
        // that was a full fence
    }
}
