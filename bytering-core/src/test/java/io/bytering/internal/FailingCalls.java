package io.bytering.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls of which one fails, without being made. Keeps account of what was taken and not given back. */
final class FailingCalls implements NativeCalls {
    static final int ERROR = 4711;
    private static final Set<String> RELEASING = Set.of("close", "munmap");

    private final NativeCalls calls;
    private final int failing;
    private final Set<String> missing;

    /** The names of those made, and of the one that failed. */
    final List<String> made = new ArrayList<>();

    /** Address → bytes, of what is mapped. */
    final Map<Long, Long> mapped = new HashMap<>();

    /** Open descriptors. */
    final List<Integer> open = new ArrayList<>();

    private boolean failed;

    /** Fails the call of that number, counted from 0; some functions may be missing. */
    FailingCalls(NativeCalls calls, int failing, String... missing) {
        this.calls = calls;
        this.failing = failing;
        this.missing = Set.of(missing);
    }

    boolean hasFailed() {
        return failed;
    }

    @Override
    public boolean has(String function) {
        return !missing.contains(function) && calls.has(function);
    }

    @Override
    public int variable(String name) {
        return calls.variable(name);
    }

    private boolean fails(String function) {
        boolean now = made.size() == failing && !RELEASING.contains(function);
        made.add(function);
        failed |= now;
        return now;
    }

    @Override
    public int number(String function, Object... arguments) {
        if (fails(function)) {
            return function.equals("posix_fallocate") ? ERROR : -1;
        }
        int result = calls.number(function, arguments);
        switch (function) {
            case "memfd_create", "mkostemp" -> open.add(result);
            case "close" -> open.remove(arguments[0]);
            case "munmap" -> mapped.remove((Long) arguments[0], (Long) arguments[1]);
            default -> {}
        }
        return result;
    }

    @Override
    public long address(String function, Object... arguments) {
        if (fails(function)) {
            return -1;
        }
        long result = calls.address(function, arguments);
        if ((Long) arguments[0] == 0) { // else it replaces a part of what is mapped
            mapped.put(result, (Long) arguments[1]);
        }
        return result;
    }

    @Override
    public int lastError() {
        return failed ? ERROR : calls.lastError();
    }
}
