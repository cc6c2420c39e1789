package io.bytering;

/** A waiter that counts how often it is woken. */
final class Sleeper implements Waiter {
    int woken;

    @Override
    public void wake() {
        woken++;
    }
}
