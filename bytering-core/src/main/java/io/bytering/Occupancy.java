package io.bytering;

import io.bytering.internal.Barrier;
import io.bytering.internal.Cursor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who gives up what one half uses, when it is closed: the last one inside leaves. A close of a half that nobody is inside leaves at
 * once; else the call that is inside leaves when it ends. Leaving is giving up what the half uses: a reader's room, and its part in
 * the memory.
 *
 * <p>It is Dekker's pattern, as in {@link WaiterSlot}: a call marks that it is inside, or no longer ({@link RingHalf#enter}, {@link
 * RingHalf#startCopy}, {@link RingHalf#leave}), and then checks whether the half is closed; a close marks the half, and then checks
 * whether a call is inside. What lies between ({@link Barrier}) lets at least one see the other. Where both do, both may leave:
 * leaving may be repeated.
 */
final class Occupancy {

    /** What the half has published, which ends the mark of a copy. */
    private final Cursor position;

    /** Whether it does harm to leave while a call goes inside, or copies. Else its next access throws, and memory is freed later. */
    private final boolean strict;

    /** Null before the half is made. */
    volatile @Nullable RingHalf half;

    private final AtomicBoolean left = new AtomicBoolean();

    /** Of the half that publishes that position. */
    Occupancy(Cursor position, boolean strict) {
        this.position = position;
        this.strict = strict;
    }

    /** Any thread, once the half is marked as closed. True: nobody is inside, now or later, and the caller leaves. May be repeated. */
    boolean close() {
        if (Barrier.isAsymmetric()) {
            if (!strict && !isUsed()) { // one look decides: a call that is inside only now may go out unseen
                left.set(true);
                return true;
            }
            Barrier.force(); // pairs with RingHalf.storeMark
        }
        if (isUsed()) {
            return false;
        }
        left.set(true); // perhaps an earlier close did not get as far as leaving: leaving may be repeated
        return true;
    }

    /** Whether a call is inside that will leave. */
    private boolean isUsed() {
        RingHalf inside = half;
        return inside != null && inside.isInside(position, !strict);
    }

    /** Any thread: whether a call is inside, or copies. */
    boolean isInside() {
        RingHalf inside = half;
        return inside != null && inside.isInside(position, false);
    }

    /** By a call that has gone out and found the half closed. True: it leaves. */
    boolean leaveOnce() {
        return left.compareAndSet(false, true);
    }

    /** Whether it does harm to leave while a call goes inside. */
    boolean isStrict() {
        return strict;
    }

    /** Whether the half was closed, and nobody is inside any more. */
    boolean isLeft() {
        return left.get();
    }
}
