package io.bytering.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which halves are closed. It is written at most twice in a ring's life, so its line stays shared in both cores' caches
 * and looking at it in every call costs a load and a branch.
 *
 * <p>The end of a half is decided before the half is marked as closed, by one compare-and-set, and a close that comes second
 * helps to mark it: so the first close wins, no close waits for another, and a thread that sees the mark sees the cause.
 *
 * <p>The value is the set of marks: every call loads it, so it lies in this very object.
 */
public final class Lifecycle extends AtomicInteger {
    private static final long serialVersionUID = 1L;

    private static final int WRITER_CLOSED = 1;
    private static final int READER_CLOSED = 2;

    /** The end of a half that was closed without a cause. */
    private static final Object CLEAN = new Object();

    private final transient AtomicReference<@Nullable Object> writerEnd = new AtomicReference<>();
    private final transient AtomicReference<@Nullable Object> readerEnd = new AtomicReference<>();

    /** Both halves are open. */
    public boolean isOpen() {
        return get() == 0;
    }

    public boolean isWriterClosed() {
        return (get() & WRITER_CLOSED) != 0;
    }

    public boolean isReaderClosed() {
        return (get() & READER_CLOSED) != 0;
    }

    /** Comes after the writer's last position store; pairs with the reader, who looks here before it loads the position. */
    public void closeWriter(@Nullable Throwable cause) {
        close(WRITER_CLOSED, writerEnd, cause);
    }

    public void closeReader(@Nullable Throwable cause) {
        close(READER_CLOSED, readerEnd, cause);
    }

    /** The cause the writer was closed with; null if it lives, or had none. */
    public @Nullable Throwable writerFailure() {
        return isWriterClosed() ? failure(writerEnd) : null;
    }

    /** The cause the reader was closed with; null if it lives, or had none. */
    public @Nullable Throwable readerFailure() {
        return isReaderClosed() ? failure(readerEnd) : null;
    }

    private static @Nullable Throwable failure(AtomicReference<@Nullable Object> end) {
        Object how = end.get(); // decided before the bit was set: pairs with close
        return how == CLEAN ? null : (Throwable) how;
    }

    private void close(int bit, AtomicReference<@Nullable Object> end, @Nullable Throwable cause) {
        end.compareAndSet(null, cause == null ? CLEAN : cause);
        int before;
        do {
            before = get();
        } while ((before & bit) == 0 && !compareAndSet(before, before | bit));
    }
}
