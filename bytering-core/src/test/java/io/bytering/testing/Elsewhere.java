package io.bytering.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread that is neither the writer's nor a reader's, for what is done from elsewhere and waited for. */
public final class Elsewhere {
    private static final long LIMIT_SECONDS = 120;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "elsewhere");
        thread.setDaemon(true);
        return thread;
    });

    private Elsewhere() {}

    /** Returns what the call returned there, or throws what it threw. An interrupt of the caller does not cut it short. */
    public static <T> T call(Callable<T> call) throws Exception {
        var future = THREADS.submit(call);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception) {
                throw (Exception) e.getCause();
            }
            throw (Error) e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("not done after " + LIMIT_SECONDS + " s", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
