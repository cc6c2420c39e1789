package io.bytering.message;

import io.bytering.Waiter;
import io.bytering.internal.Counters;
import io.bytering.internal.Failures;
import io.bytering.internal.Waiters;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writers that wait for room, first come first served. The value is the first of them: all who make room look here.
 *
 * <p>A writer that was woken keeps its place until it has claimed, or left; until then what it waits for is kept free for it, so
 * that nobody overtakes it. The list changes under a lock that only writers wait for. Those who make room never do ({@link
 * #serve}): if somebody else has the lock, that one looks once more.
 */
@SuppressWarnings("serial") // never is: the value lies in this object for speed
final class SleepingWriters extends Waiters<SleepingWriter> {
    private static final long serialVersionUID = 1L;

    /** What all of them have counted, under the lock. */
    final Counters counters = new Counters();

    private final MessageState state;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SleepingWriter last;

    /** Somebody may fit who was not looked at yet. */
    private volatile boolean pending;

    /** Units that all in the list wait for. */
    private volatile long reserved;

    private volatile int count;

    /** How many of them are asleep: one that was woken keeps its place, and nobody need look for it. */
    private volatile int asleep;

    SleepingWriters(MessageState state) {
        this.state = state;
    }

    /** Units that are kept free for others than this one. */
    long reservedBefore(SleepingWriter sleeper) {
        long all = reserved;
        if (!sleeper.queued) {
            return all;
        }
        return sleeper.waiter == null ? 0 : Math.max(0, all - sleeper.units); // a woken one's turn has come
    }

    /** How many those others are. */
    int countBefore(SleepingWriter sleeper) {
        int all = count;
        if (!sleeper.queued) {
            return all;
        }
        return sleeper.waiter == null ? 0 : Math.max(0, all - 1);
    }

    /** The writer's own thread: it falls asleep, at its old place if it has one. */
    void arm(SleepingWriter sleeper, Waiter waiter, int length, int units) {
        lock.lock();
        try {
            if (sleeper.waiter != null) {
                throw new IllegalStateException(
                        "a waiter is armed already, and a writer has one at a time: " + sleeper.waiter);
            }
            if (sleeper.queued) {
                change(-sleeper.units, 0);
            } else {
                append(sleeper);
            }
            sleeper.length = length;
            sleeper.units = units;
            change(units, 0);
            sleeper.waiter = waiter;
            changeAsleep(1); // before the last look; pairs with wakeReached
            counters.add(Counters.SLEEPS, 1);
        } finally {
            lock.unlock();
        }
        try {
            beforeLastLook(); // pairs with wakeIfReached, of those who make room
            serve(); // the last look
        } catch (Throwable e) {
            remove(sleeper, false);
            throw e;
        }
    }

    /** Any thread. True: it was armed, and will not be woken. */
    boolean disarm(SleepingWriter sleeper, Waiter waiter) {
        boolean armed;
        lock.lock();
        try {
            armed = sleeper.waiter == waiter;
            if (armed) {
                take(sleeper);
                unlink(sleeper);
            }
        } finally {
            lock.unlock();
        }
        if (armed) {
            serve(); // whom it stood before
        }
        return armed;
    }

    /** Any thread: the writer needs no place any more, as it has claimed or gives up. */
    void leave(SleepingWriter sleeper) {
        remove(sleeper, true);
    }

    /** As {@link #leave}, of a writer that was forgotten. */
    void forget(Claim claim) {
        SleepingWriter found = null;
        lock.lock();
        try {
            for (SleepingWriter sleeper = get(); sleeper != null && found == null; sleeper = sleeper.next) {
                found = sleeper.claim == claim ? sleeper : null;
            }
        } finally {
            lock.unlock();
        }
        if (found != null) {
            leave(found);
        }
    }

    private void remove(SleepingWriter sleeper, boolean wakes) {
        Waiter waiter = null;
        boolean queued;
        lock.lock();
        try {
            queued = sleeper.queued;
            if (queued) {
                waiter = sleeper.waiter == null ? null : take(sleeper);
                unlink(sleeper);
            }
        } finally {
            lock.unlock();
        }
        Throwable failure = wakes ? wake(waiter, null) : null;
        if (queued) {
            failure = serve(failure);
        }
        Failures.rethrow(failure);
    }

    @Override
    public void wakeReached(long position) {
        if (asleep != 0) { // pairs with arm
            serve();
        }
    }

    /** Room was made, or the list has changed: wakes those whose turn has come. Never waits. */
    void serve() {
        Failures.rethrow(serve(null));
    }

    @Nullable
    Throwable serve(@Nullable Throwable before) {
        Throwable failure = before;
        pending = true; // before the lock is tried: who has it looks here after giving it back
        while (pending && lock.tryLock()) {
            Waiter waiter;
            try {
                pending = false;
                waiter = takeNext();
                if (waiter != null) {
                    pending = true; // there may be more
                }
            } finally {
                lock.unlock();
            }
            failure = wake(waiter, failure);
        }
        return failure;
    }

    private @Nullable Throwable wake(@Nullable Waiter waiter, @Nullable Throwable before) {
        if (waiter != null) {
            counters.countWakeUp();
        }
        return Failures.wake(waiter, before);
    }

    /** The first that is asleep and fits, together with all before it. */
    private @Nullable Waiter takeNext() {
        long read = state.read.loadVolatile(); // before the tail; who moves it further serves too
        long tail = state.tail.loadVolatile();
        long units = 0;
        int messages = 1;
        for (SleepingWriter sleeper = get(); sleeper != null; sleeper = sleeper.next) {
            if (!state.fits(tail, read, units, sleeper.units, sleeper.length, messages)) {
                return null;
            }
            if (sleeper.waiter != null) {
                return take(sleeper);
            }
            units += sleeper.units;
            messages++;
        }
        return null;
    }

    private @Nullable Waiter take(SleepingWriter sleeper) {
        Waiter waiter = sleeper.waiter;
        sleeper.waiter = null;
        changeAsleep(-1);
        return waiter;
    }

    /** Under the lock, so nobody else stores here. */
    private void change(int moreUnits, int more) {
        long units = reserved + moreUnits;
        int sleepers = count + more;
        reserved = units;
        count = sleepers;
    }

    /** As {@link #change}. */
    private void changeAsleep(int more) {
        int now = asleep + more;
        asleep = now;
    }

    private void append(SleepingWriter sleeper) {
        SleepingWriter before = last;
        sleeper.previous = before;
        sleeper.next = null;
        sleeper.queued = true;
        last = sleeper;
        change(0, 1);
        if (before == null) {
            set(sleeper);
        } else {
            before.next = sleeper;
        }
    }

    private void unlink(SleepingWriter sleeper) {
        SleepingWriter before = sleeper.previous;
        SleepingWriter behind = sleeper.next;
        change(-sleeper.units, -1);
        sleeper.queued = false;
        sleeper.previous = null;
        sleeper.next = null;
        if (behind == null) {
            last = before;
        } else {
            behind.previous = before;
        }
        if (before == null) {
            set(behind);
        } else {
            before.next = behind;
        }
    }
}
