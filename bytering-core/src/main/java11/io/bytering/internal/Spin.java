package io.bytering.internal;

/** The processor's spin hint. */
public final class Spin {
    private Spin() {}

    public static void hint() {
        Thread.onSpinWait();
    }
}
