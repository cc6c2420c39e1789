package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The system's calls, as if it had any number of huge pages: it gives ordinary ones. */
final class OrdinaryPages implements NativeCalls {
    private static final int CLOSE_ON_EXEC = 1;
    private static final int HUGE_OF_2_MIB = 4 | 21 << 26; // MFD_HUGETLB | MFD_HUGE_2MB

    private final NativeCalls calls;

    OrdinaryPages(NativeCalls calls) {
        this.calls = calls;
    }

    @Override
    public boolean has(String function) {
        return calls.has(function);
    }

    @Override
    public int variable(String name) {
        return calls.variable(name);
    }

    @Override
    public int number(String function, Object... arguments) {
        if (function.equals("memfd_create")) {
            assertEquals(CLOSE_ON_EXEC | HUGE_OF_2_MIB, arguments[1]);
            return calls.number(function, arguments[0], CLOSE_ON_EXEC);
        }
        return calls.number(function, arguments);
    }

    @Override
    public long address(String function, Object... arguments) {
        return calls.address(function, arguments);
    }

    @Override
    public int lastError() {
        return calls.lastError();
    }
}
