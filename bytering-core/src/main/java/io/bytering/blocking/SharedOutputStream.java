package io.bytering.blocking;

import java.io.IOException;
import java.io.OutputStream;

/** The {@link RingOutputStream} of a pipe: calls of several threads take turns. A call that never waits needs none. */
final class SharedOutputStream extends OutputStream {
    private final OutputStream out;
    private final Turn turn;

    SharedOutputStream(OutputStream out, Turn turn) {
        this.out = out;
        this.turn = turn;
    }

    @Override
    public void write(int value) throws IOException {
        turn.take();
        try {
            out.write(value);
        } finally {
            turn.end();
        }
    }

    @Override
    public void write(byte[] src, int offset, int length) throws IOException {
        if (length == 0) {
            out.write(src, offset, 0);
            return;
        }
        turn.take();
        try {
            out.write(src, offset, length);
        } finally {
            turn.end();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
