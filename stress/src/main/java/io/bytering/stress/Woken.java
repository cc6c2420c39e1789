package io.bytering.stress;

import io.bytering.Waiter;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often it is woken. */
final class Woken extends AtomicInteger implements Waiter {
    private static final long serialVersionUID = 1L;

    @Override
    public void wake() {
        incrementAndGet();
    }
}
