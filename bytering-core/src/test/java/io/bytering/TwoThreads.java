package io.bytering;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs a writer and a reader at the same time; when one fails, the other is interrupted and the failure is thrown. */
final class TwoThreads {
    interface Side {
        void run() throws Exception;
    }

    private TwoThreads() {}

    static void run(Side writer, Side reader) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Void> ends = new ExecutorCompletionService<>(threads);
            for (Side side : List.of(writer, reader)) {
                ends.submit(() -> {
                    side.run();
                    return null;
                });
            }
            ends.take().get();
            ends.take().get();
        } catch (ExecutionException failed) {
            throw RingAssertions.<Exception>sneaky(failed.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** What a side does when it finds nothing: hints, then yields; stops when the other side has failed. */
    static final class Pause {
        private int times;

        void pause() {
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
