package io.bytering;

import java.io.IOException;

/** Thrown to a writer whose reader is closed: nobody will ever read what it writes. */
public final class RingAbandonedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with its usual message. */
    public RingAbandonedException() {
        super("the reader is closed: nobody will read these bytes");
    }
}
