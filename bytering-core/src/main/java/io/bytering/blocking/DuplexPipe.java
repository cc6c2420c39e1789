package io.bytering.blocking;

import io.bytering.ByteRing;
import io.bytering.internal.Failures;
import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Two connected ends, an in-memory socket: what is written at one is read at the other, both ways at once. It is two {@link BytePipe}s
 * that know nothing of each other: threads, endings and time limits are theirs.
 *
 * <pre>{@code
 * DuplexPipe pipe = DuplexPipe.ofCapacity(64 * 1024);
 * DuplexPipe.End client = pipe.first();
 * DuplexPipe.End server = pipe.second();
 * }</pre>
 */
public final class DuplexPipe implements Closeable {
    private final End first;
    private final End second;

    private DuplexPipe(BytePipe there, BytePipe back) {
        this.first = new End(back, there);
        this.second = new End(there, back);
    }

    /**
     * Two ends, on the heap; see {@link BytePipe#ofCapacity}.
     *
     * @param capacity the room in each direction, in bytes, from 1 to {@link ByteRing#MAX_CAPACITY}
     * @return both ends
     * @throws IllegalArgumentException if the capacity is outside that range
     */
    public static DuplexPipe ofCapacity(int capacity) {
        return of(BytePipe.ofCapacity(capacity), BytePipe.ofCapacity(capacity));
    }

    /**
     * Two ends of two pipes of your own.
     *
     * @param there what the first end writes and the second reads
     * @param back what the second end writes and the first reads
     * @return both ends
     * @throws IllegalArgumentException if both are the same pipe
     */
    public static DuplexPipe of(BytePipe there, BytePipe back) {
        if (there.ring() == back.ring()) {
            throw new IllegalArgumentException("a duplex needs a pipe for each direction, and both are " + there);
        }
        return new DuplexPipe(there, back);
    }

    /**
     * One end.
     *
     * @return always the same
     */
    public End first() {
        return first;
    }

    /**
     * The other end.
     *
     * @return always the same
     */
    public End second() {
        return second;
    }

    /** Closes both ends: what was not read is lost. Idempotent, never waits, any thread. */
    @Override
    public void close() {
        close(null);
    }

    /**
     * As {@link #close()}, with a cause that everyone gets who uses an end.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        Failures.rethrow(closing(() -> second.close(cause), closing(() -> first.close(cause), null)));
    }

    /** Both are closed, whatever a waiter throws that one of them wakes. */
    private static @Nullable Throwable closing(Runnable close, @Nullable Throwable before) {
        try {
            close.run();
            return before;
        } catch (Throwable e) {
            return Failures.and(before, e);
        }
    }

    @Override
    public String toString() {
        return "DuplexPipe[" + first + ", " + second + "]";
    }

    /**
     * One end of a {@link DuplexPipe}: it reads from one pipe and writes to the other. Closing only what it writes says that no more
     * will come, and leaves the answer to be read.
     */
    public static final class End implements Closeable {
        private final BytePipe in;
        private final BytePipe out;

        End(BytePipe in, BytePipe out) {
            this.in = in;
            this.out = out;
        }

        /**
         * What the other end writes. Closing it closes this direction only.
         *
         * @return as {@link BytePipe#inputStream}
         */
        public InputStream inputStream() {
            return in.inputStream();
        }

        /**
         * What the other end reads. Closing it closes this direction only.
         *
         * @return as {@link BytePipe#outputStream}
         */
        public OutputStream outputStream() {
            return out.outputStream();
        }

        /**
         * What the other end writes.
         *
         * @return as {@link BytePipe#readableChannel}
         */
        public ScatteringByteChannel readableChannel() {
            return in.readableChannel();
        }

        /**
         * What the other end reads.
         *
         * @return as {@link BytePipe#writableChannel}
         */
        public GatheringByteChannel writableChannel() {
            return out.writableChannel();
        }

        /**
         * What the other end writes, for one thread at a time; the half is below it.
         *
         * @return as {@link BytePipe#reader}
         */
        public BlockingReader reader() {
            return in.reader();
        }

        /**
         * What the other end reads, for one thread at a time; the half is below it.
         *
         * @return as {@link BytePipe#writer}
         */
        public BlockingWriter writer() {
            return out.writer();
        }

        /**
         * The end of the stream for the other end, which also sees that this one no longer reads. Idempotent, never waits, any
         * thread.
         */
        @Override
        public void close() {
            close(null);
        }

        /**
         * As {@link #close()}, with a cause that both ends get. Of several closes the first one wins.
         *
         * @param cause why; null is the same as {@link #close()}
         */
        public void close(@Nullable Throwable cause) {
            Failures.rethrow(closing(() -> reader().close(cause), closing(() -> writer().close(cause), null)));
        }

        /** Which directions are closed at this end. */
        @Override
        public String toString() {
            return "End[" + reader().reader() + ", " + writer().writer() + "]";
        }
    }
}
