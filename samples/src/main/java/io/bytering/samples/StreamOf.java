package io.bytering.samples;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * In place of {@link java.io.PipedInputStream}: one side only knows how to write to an {@link OutputStream}, the other only
 * how to read from an {@link InputStream}.
 */
public final class StreamOf {
    private StreamOf() {}

    /** Writes all there is, then returns. */
    public interface Writing {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * What is written, to be read while it is written. A failure comes out of the stream too, as the cause of an {@link
     * IOException}: half of a document must not look like all of it. Close the stream, and the writing ends.
     */
    public static InputStream streamOf(Writing writing) {
        ByteRing ring = ByteRing.ofCapacity(64 * 1024);
        Thread thread = new Thread(() -> write(writing, ring.writer()), "writes a stream");
        thread.setDaemon(true);
        thread.start();
        return BlockingReader.of(ring.reader()).inputStream();
    }

    private static void write(Writing writing, RingWriter writer) {
        try {
            writing.writeTo(new Unclosed(BlockingWriter.of(writer).outputStream()));
            writer.close();
        } catch (RingAbandonedException e) {
            writer.close(); // nobody reads any more, so nobody is there to be told
        } catch (Throwable e) {
            writer.close(e);
        }
    }

    /** Whoever fails closes his stream as well: only the return of {@link Writing#writeTo} is the end. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
