package io.bytering;

import io.bytering.storage.Memory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who reads a ring with many readers, and whether its writer lives: one immutable value, exchanged as a whole. */
final class Readers {
    /** The readers at one time. */
    static final class Members {
        private static final Seat[] NONE = {};

        /** Those the writer waits for. */
        final Seat[] gating;

        /** Those it does not wait for. */
        final Seat[] lossy;

        /** The writer is closed. */
        final boolean ended;

        /** What those have done that were here before. */
        final BroadcastStatistics.Gone gone;

        Members(Seat[] gating, Seat[] lossy, boolean ended, BroadcastStatistics.Gone gone) {
            this.gating = gating;
            this.lossy = lossy;
            this.ended = ended;
            this.gone = gone;
        }

        int count() {
            return gating.length + lossy.length;
        }

        /** Nobody is left who may touch the memory, and nobody can come any more. */
        boolean over() {
            return ended && count() == 0;
        }

        private Members with(Seat seat) {
            return seat.lossy
                    ? new Members(gating, add(lossy, seat), ended, gone)
                    : new Members(add(gating, seat), lossy, ended, gone);
        }

        private Members without(Seat seat) {
            return seat.lossy
                    ? new Members(gating, remove(lossy, seat), ended, gone.and(seat))
                    : new Members(remove(gating, seat), lossy, ended, gone.and(seat));
        }

        private static Seat[] add(Seat[] seats, Seat seat) {
            Seat[] more = Arrays.copyOf(seats, seats.length + 1);
            more[seats.length] = seat;
            return more;
        }

        private static Seat[] remove(Seat[] seats, Seat seat) {
            Seat[] fewer = new Seat[seats.length - 1];
            int count = 0;
            for (Seat other : seats) {
                if (other != seat) {
                    fewer[count++] = other;
                }
            }
            return fewer;
        }
    }

    private final AtomicReference<Members> members =
            new AtomicReference<>(new Members(Members.NONE, Members.NONE, false, BroadcastStatistics.Gone.NOBODY));
    private final Memory memory;

    Readers(Memory memory) {
        this.memory = memory;
    }

    Members members() {
        return members.get();
    }

    /**
     * A reader comes. Afterwards it loads where to start; pairs with Gate, which stores that and then loads who is here.
     *
     * @return the readers with it; null if the memory is gone, so that it can't come
     */
    @Nullable
    Members join(Seat seat) {
        return exchange(now -> now.with(seat));
    }

    /** A reader is closed, and touches the memory no more. */
    void leave(Seat seat) {
        freeIfOver(exchange(now -> now.without(seat)));
    }

    /** The writer is closed, and touches the memory no more: every reader is told. */
    void end(@Nullable Throwable cause) {
        Members last = exchange(now -> new Members(now.gating, now.lossy, true, now.gone));
        if (last != null) {
            forEach(last, seat -> seat.end(cause));
            freeIfOver(last);
        }
    }

    void closeAll(@Nullable Throwable cause) {
        forEach(members.get(), seat -> seat.close(cause));
    }

    private static void forEach(Members now, Consumer<Seat> action) {
        for (Seat seat : now.gating) {
            action.accept(seat);
        }
        for (Seat seat : now.lossy) {
            action.accept(seat);
        }
    }

    private @Nullable Members exchange(UnaryOperator<Members> change) {
        while (true) {
            Members before = members.get();
            if (before.over()) {
                return null;
            }
            Members after = change.apply(before);
            if (members.compareAndSet(before, after)) {
                return after;
            }
        }
    }

    /** The exchange that leaves nobody behind is the last one, so the memory is freed once. */
    private void freeIfOver(@Nullable Members now) {
        if (now != null && now.over()) {
            memory.close();
        }
    }
}
