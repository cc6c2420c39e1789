package io.bytering.internal;

/**
 * A full fence on every running thread of the JVM, for a thread that may take its time. This is the form for where the garbage
 * collector frees memory, which asks for none; {@code META-INF/versions/22} has the other.
 */
final class Handshake {
    private Handshake() {}

    static void all() {
        // nothing is freed by a close
    }
}
