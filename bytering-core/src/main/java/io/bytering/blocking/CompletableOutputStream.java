package io.bytering.blocking;

import io.bytering.internal.Checks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that must be completed: {@link #complete} is its end, and a close before that is a failure, which the reader gets in
 * place of the end. So leaving a {@code try} with resources by an exception does not make half a stream look like all of it.
 *
 * <pre>{@code
 * try (CompletableOutputStream out = writer.completableStream()) {
 *     document.writeTo(out);
 *     out.complete();
 * }
 * }</pre>
 *
 * <p>Of what was written, the last byte is held back until {@link #flush}, the next write or {@link #complete}, and is dropped by a
 * close before that. So a reader can't take for whole what a wrapper has finished on its way out of a failure, such as a gzip with
 * its trailer. Else it is as {@link BlockingWriter#outputStream}.
 *
 * <p><b>Threads.</b> One at a time, except both forms of {@code close}.
 */
public final class CompletableOutputStream extends OutputStream {
    private final BlockingWriter writer;
    private final byte[] one = new byte[1];
    private final byte[] last = new byte[1];
    private boolean held;
    private boolean completed;

    CompletableOutputStream(BlockingWriter writer) {
        this.writer = writer;
    }

    @Override
    public void write(int value) throws IOException {
        one[0] = (byte) value;
        write(one, 0, 1);
    }

    /**
     * Writes all but the last byte, which is held back, waiting for room as often as needed.
     *
     * @param src where the bytes come from
     * @param offset the first byte's place in {@code src}
     * @param length how many; none never fails
     * @throws IndexOutOfBoundsException if the range is not within {@code src}; nothing moves
     * @throws io.bytering.RingAbandonedException if the reader is closed
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many of these bytes were written
     * @throws IOException closed: see {@link BlockingWriter}
     */
    @Override
    public void write(byte[] src, int offset, int length) throws IOException {
        Checks.range(src.length, offset, length);
        if (length == 0) {
            return;
        }
        writer.requireOpen();
        long call = writer.callStart();
        release(call);
        writer.writeMore(src, offset, length - 1, call);
        last[0] = src[offset + length - 1];
        held = true;
    }

    /**
     * Writes the byte that is held back, if any, waiting for room.
     *
     * @throws IOException as {@link #write(byte[], int, int)} does
     */
    @Override
    public void flush() throws IOException {
        if (held) {
            writer.requireOpen();
            release(writer.callStart());
        }
    }

    private void release(long call) throws IOException {
        if (held) {
            try {
                writer.writeMore(last, 0, 1, call);
            } catch (InterruptedIOException e) {
                e.bytesTransferred = 0; // of the present call, which has not begun with its own
                throw e;
            }
            held = false;
        }
    }

    /**
     * Ends the stream: writes the byte that is held back, and closes the writer. Once done, doing it again does nothing. If it
     * throws, the stream is not complete; it may be tried again after an {@link InterruptedIOException}.
     *
     * @throws IOException as {@link #write(byte[], int, int)} does, and if the stream was closed before
     */
    public void complete() throws IOException {
        if (!completed) {
            writer.requireOpen();
            release(writer.callStart());
            completed = true;
            writer.close();
        }
    }

    /** Closes the writer, from any thread: by a failure, unless {@link #complete} was before. Idempotent. */
    @Override
    public void close() {
        if (!writer.isClosed()) {
            close(new IOException("the stream was closed before it was complete"));
        }
    }

    /**
     * As {@link #close()}, with the cause that the reader gets.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        if (cause == null) {
            close();
        } else {
            writer.close(cause);
        }
    }

    /** For a body, whose return is the end: closing is none. */
    OutputStream unclosed() {
        return new Unclosed(this);
    }

    private static final class Unclosed extends OutputStream {
        private final CompletableOutputStream out;
        private boolean closed;

        Unclosed(CompletableOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            requireOpen();
            out.write(value);
        }

        @Override
        public void write(byte[] src, int offset, int length) throws IOException {
            Checks.range(src.length, offset, length);
            if (length > 0) {
                requireOpen();
                out.write(src, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!closed) {
                out.flush();
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new IOException("this stream is closed");
            }
        }
    }
}
