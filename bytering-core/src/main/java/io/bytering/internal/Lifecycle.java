package io.bytering.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which halves are closed. It is written at most twice in a ring's life, so its line stays shared in both cores' caches
 * and looking at it in every call costs a load and a branch.
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

    private final AtomicInteger closed = new AtomicInteger();

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
    public Closing closeWriter() {
        return close(WRITER_CLOSED);
    }

    public Closing closeReader() {
        return close(READER_CLOSED);
    }

    private Closing close(int bit) {
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
