package io.bytering;

import io.bytering.internal.Copying;
import io.bytering.internal.Cursor;
import io.bytering.internal.Failures;
import io.bytering.storage.Memory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The readers of a ring with many, and whether its writer has left: one immutable value, exchanged as a whole. */
final class Readers {
    /** The readers at one time. */
    static final class Members {
        private static final Seat[] NONE = {};

        /** Those the writer waits for. */
        final Seat[] gating;

        /** Those it does not wait for. */
        final Seat[] lossy;

        /** The writer is closed, and no call of it is inside. */
        final boolean writerLeft;

        /** What those have done that were here before. */
        final BroadcastStatistics.Gone gone;

        Members(Seat[] gating, Seat[] lossy, boolean writerLeft, BroadcastStatistics.Gone gone) {
            this.gating = gating;
            this.lossy = lossy;
            this.writerLeft = writerLeft;
            this.gone = gone;
        }

        int count() {
            return gating.length + lossy.length;
        }

        /** Nobody is left who may touch the memory, and nobody can come any more. */
        boolean over() {
            return writerLeft && count() == 0;
        }

        private Members with(Seat seat) {
            return seat.lossy
                    ? new Members(gating, add(lossy, seat), writerLeft, gone)
                    : new Members(add(gating, seat), lossy, writerLeft, gone);
        }

        /** Also without any other that has left, but had no memory to be taken out of here. */
        private Members withoutThoseThatLeft() {
            Seat[] here = new Seat[count()];
            BroadcastStatistics.Gone sum = gone;
            int waitedFor = 0;
            int count = 0;
            for (Seat[] seats : new Seat[][] {gating, lossy}) {
                for (Seat seat : seats) {
                    if (seat.hasLeft()) { // asked once: it may leave meanwhile
                        sum = sum.and(seat);
                    } else {
                        here[count++] = seat;
                    }
                }
                waitedFor = seats == gating ? count : waitedFor;
            }
            return sum == gone
                    ? this
                    : new Members(
                            Arrays.copyOf(here, waitedFor),
                            Arrays.copyOfRange(here, waitedFor, count),
                            writerLeft,
                            sum);
        }

        private Members withoutWriter() {
            return writerLeft ? this : new Members(gating, lossy, true, gone);
        }

        private static Seat[] add(Seat[] seats, Seat seat) {
            Seat[] more = Arrays.copyOf(seats, seats.length + 1);
            more[seats.length] = seat;
            return more;
        }
    }

    private final AtomicReference<Members> members =
            new AtomicReference<>(new Members(Members.NONE, Members.NONE, false, BroadcastStatistics.Gone.NOBODY));
    private final Memory memory;
    private final AtomicBoolean freed = new AtomicBoolean();

    /** Its copies are no calls that are inside; those of readers are. Set once, before anybody comes. */
    private @Nullable Copying writer;

    Readers(Memory memory) {
        this.memory = memory;
    }

    void setWriter(Copying copies) {
        this.writer = copies;
    }

    Members members() {
        return members.get();
    }

    /**
     * A reader comes. Afterwards it loads where to start; pairs with Gate, which stores that and then loads who is here. And it
     * checks whether the writer is closed; pairs with {@link #end}, which comes after that.
     *
     * @return false if the memory is gone, so that it can't come
     */
    boolean join(Seat seat) {
        return exchange(now -> now.with(seat)) != null;
    }

    /** A reader has left, and touches the memory no more. May be repeated. */
    void leave() {
        freeIfOver(exchange(Members::withoutThoseThatLeft));
    }

    /** The writer has left, and touches the memory no more. May be repeated. */
    void leaveWriter() {
        freeIfOver(exchange(Members::withoutWriter));
    }

    /** The writer is marked as closed: wakes every reader that is here. Returns what is to be thrown in the end. */
    @Nullable
    Throwable end(@Nullable Throwable cause, @Nullable Throwable before) {
        Members now = members.get();
        Throwable failure = before;
        for (Seat seat : now.gating) {
            failure = seat.end(cause, failure);
        }
        for (Seat seat : now.lossy) {
            failure = seat.end(cause, failure);
        }
        return failure;
    }

    /** Closes every reader that is here. Returns what is to be thrown in the end. */
    @Nullable
    Throwable closeAll(@Nullable Throwable cause, @Nullable Throwable before) {
        Members now = members.get();
        Throwable failure = before;
        for (Seat seat : now.gating) {
            failure = seat.close(cause, failure);
        }
        for (Seat seat : now.lossy) {
            failure = seat.close(cause, failure);
        }
        return failure;
    }

    /** Wakes every reader that was reached by what the writer has published. */
    void wakeReached(Cursor written) {
        Members now = members.get();
        Throwable failure = null;
        for (Seat seat : now.gating) {
            failure = seat.wakeIfReached(written.loadVolatile(), failure);
        }
        for (Seat seat : now.lossy) {
            failure = seat.wakeIfReached(written.loadVolatile(), failure);
        }
        Failures.rethrow(failure);
    }

    /** The members after the change; null if it is over, so that nothing changes any more. */
    private @Nullable Members exchange(UnaryOperator<Members> change) {
        while (true) {
            Members before = members.get();
            if (before.over()) {
                return null;
            }
            Members after = change.apply(before);
            if (after == before || members.compareAndSet(before, after)) {
                return after;
            }
        }
    }

    /** The last one to leave finds by its own exchange that nobody is left. */
    private void freeIfOver(@Nullable Members now) {
        if ((now == null || now.over()) && freed.compareAndSet(false, true)) {
            Copying users = writer;
            if (users == null) {
                memory.close();
            } else {
                users.whenQuiet(memory::close);
            }
        }
    }
}
