package io.bytering.blocking;

import java.nio.channels.InterruptibleChannel;

/** A {@link RingWritableChannel} that an interrupt closes. */
final class InterruptibleWritableChannel extends RingWritableChannel implements InterruptibleChannel {
    InterruptibleWritableChannel(BlockingWriter writer) {
        super(writer, writer.turn(), true);
    }
}
