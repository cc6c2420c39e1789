package io.bytering.testing;

import io.bytering.Waiter;
import java.util.concurrent.locks.LockSupport;

/** Parks its thread until it is woken. */
public final class Parker implements Waiter {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    public void park() {
        while (!woken) {
            LockSupport.park(this);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("stopped, because the other side failed");
            }
        }
        woken = false;
    }
}
