package io.bytering;

import io.bytering.internal.Barrier;
import io.bytering.internal.Cursor;
import io.bytering.internal.Lifecycle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether a call is inside one half, using the ring's memory, and whether the half was closed meanwhile: the last one inside
 * leaves. A close of a half that nobody is inside leaves at once; else the call that is inside leaves when it ends. Leaving is
 * giving up what the half uses: a reader's room, and its part in the memory.
 *
 * <p>It is Dekker's pattern, as in {@link WaiterSlot}: a call says that it is inside, or no longer, and then looks whether the half
 * is closed; a close marks the half, and then looks whether a call is inside. What lies between ({@link Barrier}) lets at least one
 * see the other. Where both do, both may leave: leaving may be repeated.
 */
final class Occupancy {
    private static final long EMPTY = 0;
    private static final long INSIDE = 1;

    private final Lifecycle lifecycle;
    private final boolean writer;

    /** Whether it does harm to leave while a call goes inside. Else its next access throws. */
    private final boolean strict;

    /** Only the half's own thread stores here. */
    private final Cursor state = new Cursor(EMPTY);

    /** Whether a call was ever inside: if not, a close need not force a fence upon others. */
    private volatile boolean used;

    private final AtomicBoolean left = new AtomicBoolean();

    /** Of the writer whose end is in that lifecycle, or of the reader. */
    Occupancy(Lifecycle lifecycle, boolean writer, boolean strict) {
        this.lifecycle = lifecycle;
        this.writer = writer;
        this.strict = strict;
    }

    /**
     * The half's own thread, which is not inside; a mark that says so is left of a call that was cut short. Followed by {@link #exit}.
     *
     * @return false if the half is closed, and going inside would do harm
     */
    boolean enter() {
        if (!used) {
            used = true; // a full fence
        }
        Barrier.publish(state, INSIDE); // pairs with close
        return !strict || !isClosed();
    }

    /** The half's own thread. True: the half is closed, and the caller leaves now. */
    boolean exit() {
        Barrier.publish(state, EMPTY); // pairs with close
        return isClosed() && left.compareAndSet(false, true);
    }

    /** Any thread: whether a call is inside. */
    boolean isInside() {
        return state.loadVolatile() == INSIDE;
    }

    /** Any thread, once the half is marked as closed. True: nobody is inside, now or later, and the caller leaves. May be repeated. */
    boolean close() {
        if (Barrier.isAsymmetric() && used) {
            if (!strict
                    && state.loadVolatile()
                            == EMPTY) { // one look decides: a call that is inside only now may go out unseen
                left.set(true);
                return true;
            }
            Barrier.force(); // pairs with enter and exit
        }
        if (state.loadVolatile() == INSIDE) {
            return false;
        }
        left.set(true); // perhaps an earlier close did not get as far as leaving: leaving may be repeated
        return true;
    }

    /** Whether it does harm to leave while a call goes inside. */
    boolean isStrict() {
        return strict;
    }

    /** Whether the half was closed, and nobody is inside any more. */
    boolean isLeft() {
        return left.get();
    }

    private boolean isClosed() {
        return writer ? lifecycle.isWriterClosed() : lifecycle.isReaderClosed();
    }
}
