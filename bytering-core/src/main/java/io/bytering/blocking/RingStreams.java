package io.bytering.blocking;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Streams that are read while they are written, in place of {@link java.io.PipedInputStream}: one side only knows how to write to
 * an {@link java.io.OutputStream}, the other only how to read from an {@link InputStream}.
 */
public final class RingStreams {
    private static final int CAPACITY = 64 * 1024;

    private RingStreams() {}

    /**
     * As {@link #inputStreamOf(StreamBody, Executor)}, on a daemon thread of its own.
     *
     * @param body writes the stream
     * @return what it writes
     */
    public static InputStream inputStreamOf(StreamBody body) {
        return inputStreamOf(body, task -> {
            Thread thread = new Thread(task, "bytering stream");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /**
     * What the body writes, to be read while it is written; in between are 64 KiB at most. A failure of the body comes out of
     * the stream too, after the last byte, as the cause of an {@link IOException}: half of a document does not look like all of it.
     * Closing the stream ends the body by a {@link RingAbandonedException} at its next write.
     *
     * @param body writes the stream, once
     * @param executor runs the body, on another thread than that which reads
     * @return what it writes, as {@link BlockingReader#inputStream} gives it
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not take it
     */
    public static InputStream inputStreamOf(StreamBody body, Executor executor) {
        return inputStreamOf(body, executor, ByteRing.ofCapacity(CAPACITY));
    }

    /**
     * As {@link #inputStreamOf(StreamBody, Executor)}, through a ring of your own.
     *
     * @param body writes the stream, once
     * @param executor runs the body, on another thread than that which reads
     * @param ring new, and used for nothing else; both its halves are closed in the end
     * @return what the body writes
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not take it; the ring is closed
     */
    public static InputStream inputStreamOf(StreamBody body, Executor executor, ByteRing ring) {
        Objects.requireNonNull(body, "body");
        BlockingWriter writer = BlockingWriter.of(ring.writer());
        InputStream stream = BlockingReader.of(ring.reader()).inputStream();
        try {
            executor.execute(() -> write(writer, body));
        } catch (Throwable e) {
            ring.close();
            throw e;
        }
        return stream;
    }

    private static void write(BlockingWriter writer, StreamBody body) {
        try {
            writer.writeStream(body);
        } catch (IOException told) {
            // the reader gets it; or is gone, which is no failure
        } catch (RuntimeException e) {
            if (writer.writer().isAbandoned()) {
                throw e; // nobody else is there to be told
            }
        }
    }
}
