package io.bytering.internal;

/**
 * What lies between «I have moved» and «is anybody asleep?» on one side, and between «I fall asleep» and «has it moved?» on
 * the other (Dekker's pattern), so that at least one of the two sees the other.
 *
 * <p>This is the form with a full fence on either side. In {@code META-INF/versions/22} is one that leaves all of it to the
 * side that falls asleep, where the system can do that.
 */
public final class Barrier {
    private Barrier() {}

    /** Whether the side that moves has no fence. */
    public static boolean isAsymmetric() {
        return false;
    }

    /** Whether whoever sleeps has been forcing too many fences of late to begin without: then the side that moves has its own. */
    public static boolean isCrowded() {
        return false;
    }

    /** The side that moves: as release. And as a full fence, unless {@link #isAsymmetric}. */
    public static void publish(Cursor position, long value) {
        position.storeVolatile(value);
    }

    /** The side that moves: a full fence after {@link #publish}, where that was none. */
    public static void afterPublish() {
        // publish was one
    }

    /** Whether one more fence may be forced upon others without being felt; counts as done. */
    public static boolean mayForce() {
        return false;
    }

    /** A full fence on every running thread of the process. Only where it {@link #isAsymmetric}. */
    public static void force() {
        // never called: each side has a fence of its own
    }
}
