package io.bytering.internal;

/**
 * Calls into the operating system by name, so that what is called, in which order, and what is undone when a step fails, is
 * written once for every way to make such calls. One thread uses an instance.
 *
 * <p>Arguments are {@link Integer}, {@link Long} (also for sizes and addresses) or {@code byte[]}: a pointer to its bytes,
 * which may have changed afterwards.
 */
interface NativeCalls {
    /** Whether the system knows this function. */
    boolean has(String function);

    /** A 32-bit variable of the system's. */
    int variable(String name);

    /** Calls a function that returns a 32-bit number. */
    int number(String function, Object... arguments);

    /** Calls a function that returns an address, a handle or a 64-bit number. */
    long address(String function, Object... arguments);

    /** The error number that the system left behind with the last call. */
    int lastError();
}
