package io.bytering.blocking;

import java.io.InterruptedIOException;

/**
 * A wait for the other half took longer than it was allowed to. Nothing is lost: {@link #bytesTransferred} bytes were
 * moved by the call, and it may be repeated for the rest.
 */
public final class RingTimeoutException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    RingTimeoutException(String message) {
        super(message);
    }
}
