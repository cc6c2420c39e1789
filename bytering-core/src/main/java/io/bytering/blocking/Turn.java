package io.bytering.blocking;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one call of several threads at a time into what is for one thread at a time. Waiting for the turn is a wait like those for
 * the other half: an interrupt or the time limit ends it. A virtual thread that waits for it holds no carrier.
 */
final class Turn {
    private final ReentrantLock lock = new ReentrantLock();
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
        if (!lock.tryLock()) {
            await();
        }
    }

    void end() {
        lock.unlock();
    }

    private void await() throws InterruptedIOException {
        long most = Math.min(wait.timeout, wait.deadline);
        try {
            if (most == Wait.FOREVER) {
                lock.lockInterruptibly();
            } else if (!lock.tryLock(most, TimeUnit.NANOSECONDS)) {
                throw new RingTimeoutException(
                        "waited " + Wait.millis(most) + " for the call of another thread to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the call of another thread to end");
        }
    }
}
