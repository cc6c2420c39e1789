package io.bytering.internal;

/**
 * Whether a half marks its copies, so that memory is not freed under them. This is the form for where the garbage collector frees
 * memory, which needs none; {@code META-INF/versions/22} has the other.
 */
public final class Marks {
    private Marks() {}

    /** A method, as the compiler would copy a constant to where it is used, and so leave out the other form. */
    public static boolean areNeeded() {
        return false;
    }

    /** Between the mark and the check of whether the half is closed; pairs with the fence that {@link Freeing} forces. */
    public static void fence() {
        // there is no mark
    }
}
