package io.bytering.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The {@link RingInputStream} of a pipe: calls of several threads take turns. A call that never waits needs none. */
final class SharedInputStream extends InputStream {
    private final RingInputStream in;
    private final Turn turn;

    SharedInputStream(RingInputStream in, Turn turn) {
        this.in = in;
        this.turn = turn;
    }

    @Override
    public int read() throws IOException {
        turn.take();
        try {
            return in.read();
        } finally {
            turn.end();
        }
    }

    @Override
    public int read(byte[] dst, int offset, int length) throws IOException {
        if (length == 0) {
            return in.read(dst, offset, 0);
        }
        turn.take();
        try {
            return in.read(dst, offset, length);
        } finally {
            turn.end();
        }
    }

    @Override
    public long skip(long most) throws IOException {
        if (most <= 0) {
            return 0;
        }
        turn.take();
        try {
            return in.skip(most);
        } finally {
            turn.end();
        }
    }

    /** Overrides the method that Java 12 brought. */
    public void skipNBytes(long exactly) throws IOException {
        if (exactly <= 0) {
            return;
        }
        turn.take();
        try {
            in.skipNBytes(exactly);
        } finally {
            turn.end();
        }
    }

    @Override
    public int readNBytes(byte[] dst, int offset, int length) throws IOException {
        if (length == 0) {
            return in.readNBytes(dst, offset, 0);
        }
        turn.take();
        try {
            return in.readNBytes(dst, offset, length);
        } finally {
            turn.end();
        }
    }

    @Override
    public byte[] readNBytes(int length) throws IOException {
        if (length == 0) {
            return in.readNBytes(0);
        }
        turn.take();
        try {
            return in.readNBytes(length);
        } finally {
            turn.end();
        }
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        turn.take();
        try {
            return in.readAllBytes();
        } finally {
            turn.end();
        }
    }

    @Override
    public long transferTo(OutputStream target) throws IOException {
        turn.take();
        try {
            return in.transferTo(target);
        } finally {
            turn.end();
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() {
        in.close();
    }
}
