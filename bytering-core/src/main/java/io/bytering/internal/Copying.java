package io.bytering.internal;

import org.jspecify.annotations.Nullable;

/**
 * Those who may still copy from or to memory that is being closed. They check whether their half is closed behind a mark of theirs
 * ({@link #isCopying}), so once every thread has passed a full fence after the close, no copy begins any more.
 *
 * <p>Memory of an arena must not be freed under a copy: the JVM stops the copying thread by an exception, and leaves its interrupt
 * status set.
 */
public abstract class Copying {
    /** On whose behalf this thread closes memory just now. */
    private static final ThreadLocal<Copying> CLOSING = new ThreadLocal<>();

    /** Whether a copy is under way. Any thread. */
    public abstract boolean isCopying();

    /** Closes memory which is freed only when nobody copies any more. */
    public final void whenQuiet(Runnable close) {
        CLOSING.set(this);
        try {
            close.run();
        } finally {
            CLOSING.remove();
        }
    }

    static @Nullable Copying closing() {
        return CLOSING.get();
    }
}
