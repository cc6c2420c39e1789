package io.bytering.internal;

/** The processor's spin hint. */
public final class Spin {
    private Spin() {}

    public static void hint() {
        Thread.onSpinWait();
    }

    public static void hints(int count) {
        for (int i = 0; i < count; i++) {
            hint();
        }
    }
}
