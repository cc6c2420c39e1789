package io.bytering;

import io.bytering.internal.Cursor;

/**
 * Whether a call is inside one half, using the ring's memory, and whether the half was closed meanwhile: the last one inside
 * leaves. A close of a half that nobody is inside leaves at once; else the call that is inside leaves when it ends. Leaving is
 * giving up what the half uses: a reader's room, and its part in the memory.
 *
 * <p>Each change is one compare-and-set of one word, so exactly one of the two leaves, however they race.
 */
final class Occupancy {
    private static final long EMPTY = 0;
    private static final long INSIDE = 1;

    /** Closed, and the call that is inside will leave. */
    private static final long LEAVING = 2;

    private static final long LEFT = 3;

    /** A cursor for its padding: only the half's own thread stores here, but for the close. */
    private final Cursor state = new Cursor(EMPTY);

    /**
     * The half's own thread, which is not inside: a mark that says so is left of a call that was cut short.
     *
     * @return false if the half is closed
     */
    boolean enter() {
        return state.compareAndSet(EMPTY, INSIDE) || state.loadVolatile() == INSIDE;
    }

    /** After {@link #enter}. True: the half was closed meanwhile, and the caller leaves now. */
    boolean exit() {
        if (state.compareAndSet(INSIDE, EMPTY)) {
            return false;
        }
        state.storeVolatile(LEFT);
        return true;
    }

    /** Any thread, once the half is marked as closed. True: nobody is inside, now or later, and the caller leaves. */
    boolean close() {
        while (true) {
            long now = state.loadVolatile();
            if (now >= LEAVING) {
                return now == LEFT; // perhaps an earlier close did not get as far as leaving
            }
            if (state.compareAndSet(now, now == EMPTY ? LEFT : LEAVING)) {
                return now == EMPTY;
            }
        }
    }

    /** Whether the half was closed and nobody is inside any more. */
    boolean isLeft() {
        return state.loadVolatile() == LEFT;
    }
}
