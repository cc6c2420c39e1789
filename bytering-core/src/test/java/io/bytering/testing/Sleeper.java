package io.bytering.testing;

import io.bytering.Waiter;

/** A waiter that counts how often it is woken. */
public final class Sleeper implements Waiter {
    public int woken;

    @Override
    public void wake() {
        woken++;
    }
}
