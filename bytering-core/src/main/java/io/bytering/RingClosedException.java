package io.bytering;

/** Thrown by a half that is used after it was closed itself. */
public final class RingClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param half the word for the half, {@code "writer"} or {@code "reader"}
     */
    public RingClosedException(String half) {
        super("this " + half + " is closed");
    }
}
