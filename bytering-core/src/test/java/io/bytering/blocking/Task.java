package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A call made by a thread of its own: whether it waits, and how it ends. */
public final class Task<T> {
    /** No call takes nearly so long unless it hangs. */
    private static final long LIMIT_SECONDS = 120;

    private final FutureTask<T> future;
    private final Thread thread;
    private final boolean parks;
    private volatile boolean interruptedAtEnd;

    private Task(boolean parks, Callable<T> call, Function<Runnable, Thread> factory) {
        this.parks = parks;
        this.future = new FutureTask<>(() -> {
            try {
                return call.call();
            } finally {
                interruptedAtEnd = Thread.currentThread().isInterrupted();
            }
        });
        this.thread = factory.apply(future);
    }

    private static Thread platform(Runnable body) {
        Thread thread = new Thread(body, "task");
        thread.setDaemon(true);
        return thread;
    }

    public static <T> Task<T> start(Callable<T> call) {
        return start(true, call, Task::platform);
    }

    /** By a virtual thread, on a JDK that has them. */
    public static <T> Task<T> startVirtual(Callable<T> call) {
        return start(true, call, VirtualThreads::unstarted);
    }

    /** Started, and waiting by now: parked, or inside the waiting loop for a strategy that never parks. */
    public static <T> Task<T> waiting(boolean parks, Callable<T> call) {
        Task<T> task = start(parks, call, Task::platform);
        task.awaitWaiting();
        return task;
    }

    public static <T> Task<T> waitingVirtually(boolean parks, Callable<T> call) {
        Task<T> task = start(parks, call, VirtualThreads::unstarted);
        task.awaitWaiting();
        return task;
    }

    private static <T> Task<T> start(boolean parks, Callable<T> call, Function<Runnable, Thread> factory) {
        Task<T> task = new Task<>(parks, call, factory);
        task.thread.start();
        return task;
    }

    /** Mind that a thread that has been woken may take some time to notice it. */
    public void awaitWaiting() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!isWaiting()) {
            if (future.isDone()) {
                fail("it did not wait, but ended with " + outcome());
            }
            if (System.nanoTime() - deadline > 0) {
                fail("it does not wait, but is " + thread.getState());
            }
            Thread.yield();
        }
    }

    private boolean isWaiting() {
        Thread.State state = thread.getState();
        if (parks) {
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(Wait.class.getName())) {
                return true;
            }
        }
        return false;
    }

    /** For what must not happen: long enough for a thread that was woken wrongly to end. */
    public boolean endsWithin(long millis) {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public T get() {
        return get(LIMIT_SECONDS);
    }

    /** For long ones. */
    public T get(long limitSeconds) {
        try {
            return future.get(limitSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the call failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw stuck(e);
        }
    }

    /** The very class, not a subclass: the exceptions of channels extend each other. */
    public <X extends Throwable> X failure(Class<X> type) {
        Throwable failure = failure();
        assertEquals(type, failure.getClass(), () -> "how the call failed: " + failure);
        return type.cast(failure);
    }

    public Throwable failure() {
        Throwable thrown = thrown();
        return thrown == null ? fail("it did not fail, but returned " + outcome()) : thrown;
    }

    /** How it failed; null if it did not. */
    public Throwable thrown() {
        try {
            future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException | InterruptedException e) {
            throw stuck(e);
        }
    }

    private AssertionError stuck(Exception e) {
        AssertionError stuck = new AssertionError("the call has not ended: its thread is " + thread.getState(), e);
        stuck.setStackTrace(thread.getStackTrace());
        return stuck;
    }

    private Object outcome() {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public void interrupt() {
        thread.interrupt();
    }

    public boolean interruptedAtEnd() {
        return interruptedAtEnd;
    }

    public Thread thread() {
        return thread;
    }
}
