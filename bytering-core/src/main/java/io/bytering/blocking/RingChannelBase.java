package io.bytering.blocking;

import io.bytering.internal.Checks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/**
 * What both channels have in common: one operation at a time, later ones wait for it, as {@code java.nio.channels} asks;
 * closing waits for none.
 */
abstract class RingChannelBase implements Channel {
    final Turn turn;
    private final boolean closeOnInterrupt;

    RingChannelBase(Turn turn, boolean closeOnInterrupt) {
        this.turn = turn;
        this.closeOnInterrupt = closeOnInterrupt;
    }

    /** Narrowed: closing a ring can't fail. */
    @Override
    public abstract void close();

    /** Throws with the cause of the close, if it is closed. */
    abstract void requireOpen() throws ClosedChannelException;

    static void checkAll(ByteBuffer[] buffers, int offset, int length, boolean toBeWritten) {
        Checks.range(buffers.length, offset, length);
        for (int i = offset; i < offset + length; i++) {
            check(buffers[i], toBeWritten);
        }
    }

    static void check(ByteBuffer buffer, boolean toBeWritten) {
        if (buffer.isReadOnly() && toBeWritten) {
            throw new IllegalArgumentException("the buffer must not be read-only: " + buffer);
        }
    }

    /** Then {@link Turn#end} is owed. */
    final void takeTurn() throws IOException {
        try {
            turn.take();
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        }
    }

    /** Open, and not come with an interrupt that closes it. */
    final void begin() throws ClosedChannelException {
        requireOpen();
        if (closeOnInterrupt && Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    /** What becomes of an interrupt during a wait. Time being up, or a stop, is none. */
    final IOException interrupted(InterruptedIOException e) {
        boolean interrupt =
                !(e instanceof RingTimeoutException) && Thread.currentThread().isInterrupted();
        if (!closeOnInterrupt || !interrupt) {
            return e;
        }
        close();
        IOException closed = new ClosedByInterruptException();
        closed.initCause(e);
        return closed;
    }
}
