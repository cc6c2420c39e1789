package io.bytering.internal;

import java.util.Arrays;
import java.util.List;

/** Which form of {@link Barrier} the user asks for, by the system property {@code bytering.barrier}. */
final class BarrierForm {
    /** Forced fences as long as sleepers are few; the default. */
    static final String ADAPTIVE = "adaptive";

    /** Forced fences without a limit. */
    static final String ASYMMETRIC = "asymmetric";

    /** A fence on either side. */
    static final String FENCE = "fence";

    /** A ring changes to fences when somebody sleeps for the first time: for tests. */
    static final String CHANGING = "changing";

    private static final String PROPERTY = "bytering.barrier";
    private static final List<String> ALL = Arrays.asList(ADAPTIVE, ASYMMETRIC, FENCE, CHANGING);

    static final String CHOSEN = System.getProperty(PROPERTY, ADAPTIVE);

    private static final boolean KNOWN = ALL.contains(CHOSEN);

    private BarrierForm() {}

    /** Not when a class is initialized, which would be reported once only, and then as a class that is missing. */
    static void requireKnown() {
        if (!KNOWN) {
            throw new IllegalArgumentException(
                    "the system property " + PROPERTY + " must be one of " + ALL + ": " + CHOSEN);
        }
    }
}
