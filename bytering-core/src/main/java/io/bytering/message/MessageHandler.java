package io.bytering.message;

import java.nio.ByteBuffer;

/** Takes messages straight from a ring. See {@link MessageReader#drain}. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Takes one message.
     *
     * @param message from its position to its limit, perhaps empty. The buffer is always the same one, and belongs to the ring
     *     again when this call returns: copy what you keep. Its index 0 is that of the ring, so use relative methods. Writing
     *     into the message harms nobody.
     */
    void onMessage(ByteBuffer message);
}
