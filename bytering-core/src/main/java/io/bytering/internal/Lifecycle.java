package io.bytering.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which halves are closed. It is written at most twice in a ring's life, so its line stays shared in both cores' caches
 * and looking at it in every call costs a load and a branch.
 *
 * <p>How a half ends is decided before it is marked as closed, by one compare-and-set, and whoever comes second helps to
 * mark it: so the first close wins, no close waits for another, and who sees the mark sees the cause.
 */
public final class Lifecycle {
    /** What a close did. */
    public enum Closing {
        /** Nothing: this half was closed before. */
        REPEATED,
        /** It closed this half, and the other one lives. */
        FIRST,
        /** It closed this half, and now both are. */
        LAST
    }

    private static final int WRITER_CLOSED = 1;
    private static final int READER_CLOSED = 2;
    private static final int OVER = WRITER_CLOSED | READER_CLOSED;

    /** The end of a half that was closed without a cause. */
    private static final Object CLEAN = new Object();

    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicReference<@Nullable Object> writerEnd = new AtomicReference<>();
    private final AtomicReference<@Nullable Object> readerEnd = new AtomicReference<>();

    /** Both halves live: the writer's fast path asks only this. */
    public boolean isOpen() {
        return closed.get() == 0;
    }

    public boolean isWriterClosed() {
        return (closed.get() & WRITER_CLOSED) != 0;
    }

    public boolean isReaderClosed() {
        return (closed.get() & READER_CLOSED) != 0;
    }

    public boolean isOver() {
        return closed.get() == OVER;
    }

    /** Comes after the writer's last position store; pairs with the reader, who looks here before it loads the position. */
    public Closing closeWriter(@Nullable Throwable cause) {
        return close(WRITER_CLOSED, writerEnd, cause);
    }

    public Closing closeReader(@Nullable Throwable cause) {
        return close(READER_CLOSED, readerEnd, cause);
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

    private Closing close(int bit, AtomicReference<@Nullable Object> end, @Nullable Throwable cause) {
        end.compareAndSet(null, cause == null ? CLEAN : cause);
        int before;
        do {
            before = closed.get();
            if ((before & bit) != 0) {
                return Closing.REPEATED;
            }
        } while (!closed.compareAndSet(before, before | bit));
        return (before | bit) == OVER ? Closing.LAST : Closing.FIRST;
    }
}
