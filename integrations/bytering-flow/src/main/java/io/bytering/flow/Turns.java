package io.bytering.flow;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that many threads ask for and one at a time does, in turns. Each ask is followed by a turn that sees everything the asking
 * thread did before. So whatever only turns touch needs no lock.
 */
abstract class Turns implements Runnable {
    private final AtomicInteger asked;
    private final Executor executor;

    /**
     * @param begun whether the first turn is asked for already: then nothing runs before {@link #begin}
     */
    Turns(Executor executor, boolean begun) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.asked = new AtomicInteger(begun ? 1 : 0);
    }

    /** Where work goes that nobody has chosen a place for. */
    static Executor anyExecutor() {
        return new CompletableFuture<Void>().defaultExecutor(); // the common pool, where that has threads
    }

    /** One turn. It must not throw. */
    abstract void turn();

    /** The executor has refused to run turns. The turns that follow run on the threads that ask for them. */
    abstract void refused(Throwable cause);

    /** Asks for a turn on the executor. Any thread. */
    final void ask() {
        if (asked.getAndIncrement() == 0) {
            begin();
        }
    }

    /** Asks for a turn on this thread, unless another one is at it. */
    final void askHere() {
        if (asked.getAndIncrement() == 0) {
            run();
        }
    }

    /** Runs the turns that were asked for. */
    final void begin() {
        try {
            executor.execute(this);
        } catch (Throwable e) {
            refused(e);
            run(); // this thread owns the turn that the executor did not take
        }
    }

    /** For executors. */
    @Override
    public final void run() {
        int seen = asked.get();
        do {
            turn();
            seen = asked.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Reports what foreign code threw where nobody is left to catch it, as if it had thrown on a thread of its own. */
    static void report(Throwable e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
}
