package io.bytering.internal;

import java.lang.invoke.VarHandle;

/** The form for arenas: the JVM must not close one under a copy. */
public final class Marks {
    private Marks() {}

    /** A method, as the compiler would copy a constant to where it is used, and so leave out the other form. */
    public static boolean areNeeded() {
        return true;
    }

    /** For the compiler: the look comes after the mark. For the processor there is {@link Barrier#force}. */
    public static void fence() {
        VarHandle.acquireFence();
    }
}
