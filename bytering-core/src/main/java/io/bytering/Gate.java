package io.bytering;

import io.bytering.internal.Positions;

/**
 * How far a writer with any number of readers may go: a ring ahead of the slowest; without readers, as far as it likes.
 *
 * <p>Readers come while the writer runs. One that comes registers, and then loads where to start; the writer says what it is
 * going to overwrite, and then loads who is registered. Each has a full fence between, so either the writer sees the reader
 * and waits for it, or the reader starts behind what is going to be overwritten. What the writer has published before it
 * said so lies behind that too, so a reader that starts at its position is as safe.
 */
final class Gate {
    private final History history;
    private final Readers readers;

    /** As last stored in {@link History#oldest}. */
    private long oldest;

    /** The readers that were looked at last. */
    private Readers.Members members;

    Gate(History history, Readers readers, long origin) {
        this.history = history;
        this.readers = readers;
        this.oldest = origin;
        this.members = readers.members();
    }

    /** The position of the slowest reader, or the writer's own if there is none. */
    long look(long position) {
        members = readers.members();
        long slowest = position;
        for (Seat seat : members.gating) {
            long at = seat.read.loadVolatile(); // pairs with RingReader.publish: what it read may be overwritten
            if (at - oldest < 0) {
                at = decideStart(seat, at, position);
            }
            if (at - slowest < 0 && !seat.hasLeft()) {
                slowest = at;
            }
        }
        return slowest;
    }

    /** As {@link #look}, from any thread, for a question: it changes nothing. */
    long glance(long position) {
        long slowest = position;
        for (Seat seat : readers.members().gating) {
            long at = Positions.later(
                    seat.read.loadAcquire(), oldest); // before the oldest: where it starts is not decided yet
            if (at - slowest < 0 && !seat.hasLeft()) {
                slowest = at;
            }
        }
        return slowest;
    }

    /** A reader that came so slowly that its first guess is out of date: the writer does not wait, but says where it starts. */
    private long decideStart(Seat seat, long guess, long position) {
        seat.read.compareAndSet(guess, seat.fromOldest ? oldest : position); // pairs with Seat.decideStart
        return seat.read.loadVolatile();
    }

    /**
     * Says that bytes before that position will be overwritten. Those of an item that lies across it are of no use any more then.
     *
     * @param slowest what the last look returned: nobody needs what lies before
     * @return false if somebody has come or gone since the last look: nothing may be overwritten before the next
     */
    boolean announceOverwrite(long end, long slowest) {
        long position = Positions.earlier(history.endOfItem(end), slowest);
        if (position - oldest <= 0) {
            return true;
        }
        // before the bytes are overwritten, and a full fence before the load; pairs with LossyReader and Readers.join
        history.oldest.storeVolatile(position);
        if (readers.members() == members) {
            oldest = position;
            return true;
        }
        history.oldest.storeVolatile(oldest); // a reader may have started there
        return false;
    }

    /** What is needed, and up to an eighth of the ring more where there is room: so not every write looks who is there. */
    static int generous(int needed, int room, int capacity) {
        return Math.max(needed, Math.min(room, needed + capacity / 8));
    }
}
