package io.bytering.internal;

import java.util.Arrays;
import java.util.List;

/** Which form of {@link Barrier} the user asks for, by the system property {@code bytering.barrier}. */
final class BarrierForm {
    private static final String PROPERTY = "bytering.barrier";

    /** Forced fences as long as sleepers are few. */
    private static final String ADAPTIVE = "adaptive";

    /** A fence on either side. */
    private static final String FENCE = "fence";

    private static final List<String> ALL = Arrays.asList(ADAPTIVE, FENCE);
    private static final String CHOSEN = System.getProperty(PROPERTY, ADAPTIVE);

    private BarrierForm() {}

    static boolean isFence() {
        return CHOSEN.equals(FENCE);
    }

    /** Not when a class is initialized, which would be reported once only, and then as a class that is missing. */
    static void requireKnown() {
        if (!ALL.contains(CHOSEN)) {
            throw new IllegalArgumentException(
                    "the system property " + PROPERTY + " must be one of " + ALL + ": " + CHOSEN);
        }
    }
}
