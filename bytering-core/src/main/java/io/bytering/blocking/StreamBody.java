package io.bytering.blocking;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a whole stream. See {@link BlockingWriter#writeStream} and {@link RingStreams#inputStreamOf}. */
@FunctionalInterface
public interface StreamBody {
    /**
     * Writes all there is, then returns. Only that is the end of the stream: closing {@code out}, which wrappers do when they are
     * closed, is not, so that a body that fails in a {@code try} with resources has not ended it. It merely refuses what is written
     * afterwards.
     *
     * <p>Of what was written, the last byte is held back until {@code flush}, the next write or the return of the body. So a reader
     * can't take for whole what a wrapper has finished on its way out of a failure, such as a zip or a gzip with its trailer.
     *
     * @param out what the reader reads; valid until the body returns
     * @throws IOException if it likes; it becomes the failure that the reader gets
     */
    void writeTo(OutputStream out) throws IOException;
}
