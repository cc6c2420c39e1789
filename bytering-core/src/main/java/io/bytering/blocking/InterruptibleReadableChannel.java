package io.bytering.blocking;

import java.nio.channels.InterruptibleChannel;

/** A {@link RingReadableChannel} that an interrupt closes. */
final class InterruptibleReadableChannel extends RingReadableChannel implements InterruptibleChannel {
    InterruptibleReadableChannel(BlockingReader reader) {
        super(reader, reader.turn(), true);
    }
}
