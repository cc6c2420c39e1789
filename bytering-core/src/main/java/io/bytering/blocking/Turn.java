package io.bytering.blocking;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * Lets one call of several threads at a time into what is for one thread at a time. Waiting for the turn is a wait like those for
 * the other half: an interrupt or the time limit ends it. A virtual thread that waits for it holds no carrier.
 *
 * <p>It is a lock as {@link java.util.concurrent.locks.ReentrantLock}, but alone on its cache lines: both ends of a pipe have one,
 * each of which another thread stores all the time.
 */
final class Turn {
    private final Lock lock = new Lock();
    private final Wait wait;

    Turn(Wait wait) {
        this.wait = wait;
    }

    /**
     * Then {@link #end} is owed. A thread that has the turn may take it again.
     *
     * @throws InterruptedIOException if the thread is interrupted while it waits; its interrupt status stays set
     * @throws RingTimeoutException when time is up
     */
    void take() throws InterruptedIOException {
        if (!lock.tryAcquire(1)) {
            await();
        }
    }

    void end() {
        lock.release(1);
    }

    private void await() throws InterruptedIOException {
        long most = Math.min(wait.timeout, wait.deadline);
        try {
            if (most == Wait.FOREVER) {
                lock.acquireInterruptibly(1);
            } else if (!lock.tryAcquireNanos(1, most)) {
                throw new RingTimeoutException(
                        "waited " + Wait.millis(most) + " for the call of another thread to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the call of another thread to end");
        }
    }

    /** Its state is how often the owner has taken it. */
    @SuppressWarnings("unused") // padding is never read
    private static final class Lock extends AbstractQueuedSynchronizer {
        private static final long serialVersionUID = 1L;

        // 128 bytes: two cache lines, because adjacent lines are fetched in pairs.
        long p00, p01, p02, p03, p04, p05, p06, p07;
        long p08, p09, p10, p11, p12, p13, p14, p15;

        @Override
        protected boolean tryAcquire(int times) {
            int taken = getState();
            if (taken == 0) {
                if (!compareAndSetState(0, times)) {
                    return false;
                }
                setExclusiveOwnerThread(Thread.currentThread());
                return true;
            }
            if (getExclusiveOwnerThread() != Thread.currentThread()) {
                return false;
            }
            setState(taken + times);
            return true;
        }

        @Override
        protected boolean tryRelease(int times) {
            int taken = getState() - times;
            if (taken == 0) {
                setExclusiveOwnerThread(null);
            }
            setState(taken);
            return taken == 0;
        }
    }
}
