package io.bytering.internal;

/**
 * A full fence that one thread forces on every running thread of the process. The system does it; should it refuse one day,
 * the JVM does it from then on, at a higher price. A system may refuse although it did it before: a sandbox is set up late, or
 * the process was restored from a checkpoint, which forgets the registration.
 */
final class ForcedFence {
    /** Calls into the system. None of them throws. */
    interface Calls {
        /** Before the first {@link #force}. False if the system refuses. */
        boolean register();

        /** False if the system refuses. */
        boolean force();
    }

    private final Calls system;
    private final Runnable byJvm;
    private volatile boolean lost;

    /** The system has been registered with. */
    ForcedFence(Calls system, Runnable byJvm) {
        this.system = system;
        this.byJvm = byJvm;
    }

    /** Any thread. */
    void force() {
        if (lost || !forceBySystem()) {
            byJvm.run();
        }
    }

    /** Whether the system refuses, for good. */
    boolean isLost() {
        return lost;
    }

    private boolean forceBySystem() {
        if (system.force() || (system.register() && system.force())) {
            return true;
        }
        lost = true;
        return false;
    }
}
