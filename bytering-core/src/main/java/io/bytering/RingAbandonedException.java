package io.bytering;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown to a writer whose reader is closed: nobody will ever read what it writes. Its cause is the reader's, if it had one. */
public final class RingAbandonedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with its usual message. */
    public RingAbandonedException() {
        this(null);
    }

    /**
     * Creates the exception with its usual message.
     *
     * @param cause why the reader was closed; null if it did not say
     */
    public RingAbandonedException(@Nullable Throwable cause) {
        super("the reader is closed: nobody will read these bytes", cause);
    }
}
