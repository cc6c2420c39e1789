package io.bytering.message;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.internal.Barrier;
import io.bytering.internal.Cursor;
import io.bytering.internal.Failures;
import io.bytering.internal.Lifecycle;
import io.bytering.internal.Marks;
import io.bytering.internal.Places;
import io.bytering.internal.RingName;
import io.bytering.storage.Memory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What the writers and the reader share, and every ordered access to it.
 *
 * <p>A claim is one compare-and-set of {@link #tail}, which takes the message's turn, its bytes and its slot. What settles it is one
 * store of the slot. The reader takes the slots in turn, and publishes in {@link #read} how far it is.
 *
 * <p>In {@link Lifecycle}'s words the writer is the ring: all writers end together.
 */
final class MessageState {
    /** Where the next claim begins. Stored by writers, by compare-and-set; sealed by a close. */
    final Cursor tail;

    /**
     * The last {@link #read} that a writer has looked up, so that writers seldom touch the reader's line. By compare-and-set only: an
     * old value put back could look like one of today's, as a word knows only two laps.
     */
    final Cursor seen;

    /** Where the reader is. It has read everything exactly when this is the tail. */
    final Cursor read;

    final AtomicLongArray slots;
    final Places places;
    final Memory memory;
    final Lifecycle lifecycle = new Lifecycle();
    final ReaderSlot sleepingReader = new ReaderSlot();
    final SleepingWriters sleepingWriters;
    final RingName name;
    final MessageStatistics statistics = new MessageStatistics(this);

    /** The sequence number of the first message. */
    final long origin;

    /** Whether a call of the reader uses the memory. */
    private final AtomicInteger readerInside = new AtomicInteger();

    private final AtomicBoolean freed = new AtomicBoolean();

    MessageState(Memory memory, Places places, long startSequence, RingName name) {
        long start = places.word(startSequence);
        this.tail = new Cursor(start);
        this.seen = new Cursor(start);
        this.read = new Cursor(start);
        this.places = places;
        this.origin = places.sequence(start);
        this.memory = memory;
        this.name = name;
        this.slots = new AtomicLongArray(places.slots());
        for (int i = 0; i < places.slots(); i++) {
            long word = places.word(startSequence + i);
            slots.lazySet(places.slot(word), places.unsettled(word));
        }
        this.sleepingWriters = new SleepingWriters(this);
    }

    // ------------------------------------------------------------------ claims

    /**
     * Claims bytes that nobody else uses until the claim is settled.
     *
     * @return false if there is no room now
     */
    boolean claim(Claim claim, SleepingWriter sleeper, int length) throws RingAbandonedException {
        int need = places.units(length);
        while (true) {
            long from = tail.loadAcquire();
            if ((from & Places.SEALED) != 0) {
                throw ended();
            }
            long reader = seen.loadAcquire(); // after the tail: a tail that is still the same has seen it
            long to = place(from, reader, need, length, sleeper);
            if (to == Places.NONE) {
                long now = read.loadAcquire(); // pairs with publish: what it has read may be overwritten
                if (tail.loadAcquire() != from) {
                    continue; // it was not the reader of this tail
                }
                to = place(from, now, need, length, sleeper);
                if (to == Places.NONE) {
                    return false;
                }
                if (!seen.compareAndSet(reader, now)) {
                    continue;
                }
            }
            if (tail.compareAndSet(from, to)) { // also acquires the bytes of a claim that was undone
                claim.hold(from, to);
                return true;
            }
        }
    }

    private long place(long from, long reader, int need, int length, SleepingWriter sleeper) {
        if (sleepingWriters.get() != null) {
            long others = sleepingWriters.reservedBefore(sleeper);
            int messages = sleepingWriters.countBefore(sleeper) + 1;
            if (others > 0 && !fits(from, reader, others, need, length, messages)) {
                return Places.NONE; // it is kept free for those who came before
            }
        }
        return places.place(from, reader, need, length);
    }

    /** Whether a claim fits behind others of so many units, as if all of them were one. Or nothing fits any more, which all must learn. */
    boolean fits(long from, long reader, long before, int need, int length, int messages) {
        return (from & Places.SEALED) != 0
                || places.place(from, reader, before + need, places.bytes(before) + length, messages) != Places.NONE;
    }

    /** Nobody claims any more. */
    Exception endedCause() {
        if (lifecycle.isWriterClosed()) {
            return new RingClosedException("ring", lifecycle.writerFailure());
        }
        return new RingAbandonedException(lifecycle.readerFailure());
    }

    private RuntimeException ended() throws RingAbandonedException {
        Exception ended = endedCause();
        if (ended instanceof RingAbandonedException) {
            throw (RingAbandonedException) ended;
        }
        return (RuntimeException) ended;
    }

    /** Publishes so many bytes of a claim. The rest is given back if no other claim came behind it. */
    void commit(Claim claim, int length) {
        long from = claim.from;
        long to = claim.to;
        long shorter = places.shortened(from, to, length);
        boolean givesBack = shorter != to && tail.compareAndSet(to, shorter);
        if (givesBack) {
            claim.to = shorter;
            to = shorter;
        }
        settle(claim, from, places.settled(from, to, length), givesBack);
    }

    /** Gives back a claim: as if it had never been, if no other came behind it; else its bytes go to waste until the reader comes by. */
    void abort(Claim claim) {
        long from = claim.from;
        long to = claim.to;
        if (tail.compareAndSet(to, from)) {
            claim.drop();
            sleepingWriters.wakeIfReached(0);
        } else {
            settle(claim, from, places.settled(from, to, Places.ABORTED), false);
        }
    }

    private void settle(Claim claim, long from, long slot, boolean gaveBack) {
        // after the bytes; pairs with MessageReader, and with its last look, and with the walk of freeIfLeft
        Barrier.publish(slots, places.slot(from), slot);
        claim.drop();
        Throwable failure = null; // of a waiter: the rest is done first
        try {
            sleepingReader.wakeIfReached(places.sequence(from));
        } catch (Throwable e) {
            failure = e;
        }
        try {
            if (gaveBack) {
                sleepingWriters.wakeIfReached(0);
            }
        } catch (Throwable e) {
            failure = Failures.and(failure, e);
        }
        try {
            if (lifecycle.isReaderClosed()) {
                freeIfLeft();
            }
        } catch (Throwable e) {
            failure = Failures.and(failure, e);
        }
        Failures.rethrow(failure);
    }

    /** On the thread that frees memory: a writer is out of reach. */
    void forget(Claim claim) {
        Throwable failure = null;
        try {
            if (claim.take()) {
                abort(claim);
            }
        } catch (Throwable e) {
            failure = e;
        }
        try {
            sleepingWriters.forget(claim);
        } catch (Throwable e) {
            failure = Failures.and(failure, e);
        }
        Failures.rethrow(failure);
    }

    // ------------------------------------------------------------------ the reader

    /** The slot of the message at a word; acquires its bytes if it is settled. */
    long slot(long word) {
        return slots.get(places.slot(word)); // pairs with settle
    }

    /** The reader has used everything before that word. Then it remembers so, and {@link #afterPublish} follows. */
    void publish(long word) {
        Barrier.publish(read, word); // pairs with claim, and with the last look of SleepingWriters.arm
    }

    void afterPublish() {
        sleepingWriters.wakeIfReached(0);
    }

    /** A call of the reader begins to use the memory; then it checks whether the reader is closed. */
    void enterReader() {
        markReader(1);
    }

    /** The call is over. If the reader was closed meanwhile, the memory goes now. */
    void leaveReader() {
        markReader(0);
        if (lifecycle.isReaderClosed()) {
            freeIfLeft();
        }
    }

    /** Pairs with closeReader: of the call and the close, one sees the other. */
    private void markReader(int inside) {
        if (Barrier.isAsymmetric()) {
            readerInside.lazySet(inside);
            Marks.fence();
        } else {
            readerInside.set(inside);
        }
    }

    // ------------------------------------------------------------------ the end

    /** No claim comes behind those that there are. May be repeated: a caller that finds a close cut short completes it. */
    void seal() {
        long last;
        do {
            last = tail.loadVolatile();
        } while ((last & Places.SEALED) == 0 && !tail.compareAndSet(last, last | Places.SEALED));
    }

    /** Whether nothing comes behind what lies before that word. */
    boolean endsAt(long word) {
        if (!lifecycle.isWriterClosed()) {
            return false;
        }
        seal();
        return tail.loadAcquire() == (word | Places.SEALED);
    }

    void close(@Nullable Throwable cause) {
        lifecycle.closeWriter(cause);
        seal();
        Failures.rethrow(wakeAll());
    }

    void closeReader(@Nullable Throwable cause) {
        lifecycle.closeReader(cause);
        seal();
        if (Barrier.isAsymmetric()) {
            Barrier.force(); // pairs with markReader and settle, which have no fence of their own
        }
        Throwable failure = wakeAll();
        try {
            freeIfLeft();
        } catch (Throwable e) {
            failure = Failures.and(failure, e);
        }
        Failures.rethrow(failure);
    }

    private @Nullable Throwable wakeAll() {
        return sleepingWriters.serve(sleepingReader.wake(null)); // a sealed tail lets everybody through
    }

    /** Frees the memory if the reader is closed, no call of it is inside, and every claim is settled. Any thread, as often as it likes. */
    private void freeIfLeft() {
        Barrier.afterPublish(); // of several that settle the last claims, the last one sees all others
        long end = tail.loadVolatile();
        if (readerInside.get() != 0 || (end & Places.SEALED) == 0) {
            return;
        }
        long word = read.loadVolatile();
        while (word != (end & ~Places.SEALED)) {
            long slot = slot(word);
            if (!places.isSettled(slot, word)) {
                return; // who settles it looks again
            }
            word = places.after(slot, word);
        }
        if (freed.compareAndSet(false, true)) {
            memory.close();
        }
    }
}
