package io.bytering.blocking;

import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** The exceptions of channels take no cause when they are made. */
final class Closes {
    private Closes() {}

    /** The exception, with the cause of the close if it had one. */
    static <X extends ClosedChannelException> X withCause(X closed, @Nullable Throwable cause) {
        if (cause != null) {
            closed.initCause(cause);
        }
        return closed;
    }
}
