package io.bytering.internal;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What lies between "I have moved" and "is anybody asleep?" on one side, and between "I fall asleep" and "has it moved?" on
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

    /**
     * Whether a ring that is made now begins with fences on the side that moves: sleepers have forced too many of late, or none
     * can be forced any more.
     *
     * @throws IllegalArgumentException as {@link #requireKnownForm}
     */
    public static boolean isCrowded() {
        requireKnownForm();
        return false;
    }

    /**
     * Comes before anything else of a ring is made.
     *
     * @throws IllegalArgumentException if the system property {@code bytering.barrier} has an unknown value
     */
    public static void requireKnownForm() {
        BarrierForm.requireKnown();
    }

    /** The side that moves: as release. And as a full fence, unless {@link #isAsymmetric}. */
    public static void publish(Cursor position, long value) {
        position.storeVolatile(value);
    }

    /** As the other, for an element. */
    public static void publish(AtomicLongArray array, int index, long value) {
        array.set(index, value);
    }

    /** The side that moves: a full fence after {@link #publish}, where that was none. */
    public static void afterPublish() {
        // publish was one
    }

    /** Whether one more fence may be forced upon others without being felt; counts as done. */
    public static boolean mayForce() {
        return false;
    }

    /** A full fence on every running thread of the process, for others than those here that have fences of their own. */
    public static void force() {
        // they all have; and where memory is freed, the garbage collector does it, which asks for none
    }
}
