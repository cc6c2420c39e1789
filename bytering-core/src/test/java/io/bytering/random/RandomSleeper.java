package io.bytering.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.Waiter;

/** A waiter that counts how often it is woken, and perhaps throws then: the call that woke it has taken effect. */
final class RandomSleeper implements Waiter {
    /** A call that may wake such a waiter. */
    interface Call<T> {
        T run() throws Exception;
    }

    private static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Not told yet to the caller of what woke it. */
        private transient RandomSleeper of;

        Thrown(RandomSleeper of) {
            this.of = of;
        }

        void arrived() {
            assertNotNull(of, "the same throw came out of two calls");
            of.arrived++;
            of = null;
        }
    }

    private final boolean throwing;
    private int arrived;
    int woken;

    RandomSleeper(boolean throwing) {
        this.throwing = throwing;
    }

    @Override
    public void wake() {
        woken++;
        if (throwing) {
            throw new Thrown(this);
        }
    }

    /** Makes a call that a waiter's throw may come out of. Returns what it returned; null if a waiter threw. */
    static <T> T call(Call<T> call) throws Exception {
        try {
            return call.run();
        } catch (Thrown e) {
            arrived(e);
            return null;
        }
    }

    private static void arrived(Thrown thrown) {
        thrown.arrived();
        for (Throwable suppressed : thrown.getSuppressed()) { // of others woken by the same call
            arrived((Thrown) suppressed);
        }
    }

    /** Woken so often, and each throw has come out of a call. */
    void assertWoken(int times) {
        assertEquals(times, woken, "times woken");
        assertEquals(throwing ? times : 0, arrived, "throws that came out of a call");
    }

    void assertWokenAtMostOnce() {
        assertTrue(woken <= 1, () -> "woken " + woken + " times");
        assertEquals(throwing ? woken : 0, arrived, "throws that came out of a call");
    }
}
