package io.bytering.internal;

/** The processor's spin hint, where the platform has one. Android does not; {@code META-INF/versions/11} does. */
public final class Spin {
    private Spin() {}

    public static void hint() {}
}
