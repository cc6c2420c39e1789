package io.bytering;

import org.jspecify.annotations.Nullable;

/** Thrown by a half that is used after it was closed itself. Its cause is the one that the half was closed with, if any. */
public final class RingClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param half the word for the half, {@code "writer"} or {@code "reader"}
     */
    public RingClosedException(String half) {
        this(half, null);
    }

    /**
     * Creates the exception.
     *
     * @param half the word for the half, {@code "writer"} or {@code "reader"}
     * @param cause why the half was closed; null if the close gave no cause
     */
    public RingClosedException(String half, @Nullable Throwable cause) {
        super("this " + half + " is closed", cause);
    }
}
