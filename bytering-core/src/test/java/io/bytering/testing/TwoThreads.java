package io.bytering.testing;

import io.bytering.RingAssertions;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs a writer and a reader, or several, at the same time; when one fails, the others are interrupted and it is thrown. */
public final class TwoThreads {
    public interface Side {
        void run() throws Exception;
    }

    private TwoThreads() {}

    public static void run(Side... sides) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(sides.length, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Void> ends = new ExecutorCompletionService<>(threads);
            for (Side side : sides) {
                ends.submit(() -> {
                    side.run();
                    return null;
                });
            }
            for (int i = 0; i < sides.length; i++) {
                ends.take().get();
            }
        } catch (ExecutionException failed) {
            throw RingAssertions.<Exception>sneaky(failed.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** What a side does when it finds nothing: hints, then yields; stops when the other side has failed. */
    public static final class Pause {
        private int times;

        public void pause() {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("stopped, because the other side failed");
            }
            if (++times % 64 == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
