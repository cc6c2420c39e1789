package io.bytering.internal;

import java.lang.foreign.Arena;

/** A full fence on every running thread of the JVM: the system's, where it can be forced, else the JVM's own. */
final class Handshake {
    private Handshake() {}

    static void all() {
        if (Barrier.isAsymmetric()) {
            Barrier.force();
        } else {
            Arena.ofShared().close(); // which every thread takes note of
        }
    }
}
