package io.bytering.blocking;

import io.bytering.ByteRing;
import io.bytering.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A pipe between threads: what is written at one end is read at the other, through a {@link ByteRing}. It replaces {@link
 * java.io.PipedInputStream} and {@link java.io.PipedOutputStream}, connected and ready.
 *
 * <pre>{@code
 * BytePipe pipe = BytePipe.ofCapacity(64 * 1024);
 * OutputStream out = pipe.outputStream(); // for the threads that write
 * InputStream in = pipe.inputStream(); // for those that read
 * }</pre>
 *
 * <p><b>Threads.</b> Any threads may use the streams and channels of a pipe, platform or virtual. The calls at one end take turns: a
 * write is never mixed with that of another thread, however long it is, nor a read with another. A call that waits for its turn
 * waits as for the other end: an interrupt ends it, and so do the limits set by {@link BlockingReader#timeout(long,
 * java.util.concurrent.TimeUnit)} and {@link BlockingReader#deadline(long, java.util.concurrent.TimeUnit)}; the deadline of the call
 * itself begins with its turn. A pipe never checks whether threads are alive: a thread may end, and others go on with its end.
 * {@link InputStream#available}, closes and calls for no bytes never wait.
 *
 * <p><b>Endings.</b> Closing the output stream or its channel is the end of the stream for those who read. Closing the input stream
 * or its channel abandons the pipe: those who write get {@link io.bytering.RingAbandonedException}. Closing an end with a cause, {@code
 * pipe.writer().close(cause)} or {@code pipe.reader().close(cause)}, is a failure, which the other end gets as the cause of an {@link
 * IOException}. So closes the {@code body} of {@code pipe.writer().writeStream(body)} if it throws. Closing an end twice does
 * nothing. If nobody closes the writing end, those who read wait on.
 *
 * <p><b>One thread at an end.</b> {@link #reader()} and {@link #writer()} are the ends without turns, for an end that one thread uses
 * at a time: they have everything else that a half can do. Only their closes, {@code stopWaiting} and questions may come from other
 * threads, or beside the streams and channels of this object.
 */
public final class BytePipe implements Closeable {
    private final ByteRing ring;
    private final BlockingReader reader;
    private final BlockingWriter writer;
    private final Turn readTurn;
    private final Turn writeTurn;
    private final InputStream inputStream;
    private final OutputStream outputStream;

    private BytePipe(ByteRing ring, BlockingReader reader, BlockingWriter writer) {
        this.ring = ring;
        this.reader = reader;
        this.writer = writer;
        this.readTurn = reader.turn();
        this.writeTurn = writer.turn();
        this.inputStream = reader.sharedStream(readTurn);
        this.outputStream = new SharedOutputStream(writer.outputStream(), writeTurn);
    }

    /**
     * A pipe on the heap: the garbage collector also takes one that was never closed. It waits by {@link WaitStrategy#backOff()}.
     *
     * @param capacity bytes that may be written ahead of what is read, from 1 to {@link ByteRing#MAX_CAPACITY}; 64 KiB suits most
     * @return the pipe
     * @throws IllegalArgumentException if the capacity is outside that range
     */
    public static BytePipe ofCapacity(int capacity) {
        return of(ByteRing.builder().capacity(capacity).storage(Storage.heap()).build());
    }

    /**
     * A pipe through a ring of your own, whose builder has everything that can be chosen. It waits by {@link
     * WaitStrategy#backOff()}, or by {@link WaitStrategy#yielding()} if the ring has no signals.
     *
     * @param ring used by nothing else
     * @return the pipe
     */
    public static BytePipe of(ByteRing ring) {
        return new BytePipe(ring, BlockingReader.of(ring.reader()), BlockingWriter.of(ring.writer()));
    }

    /**
     * As {@link #of(ByteRing)}, waiting by the strategy given.
     *
     * @param ring used by nothing else
     * @param strategy how both ends wait
     * @return the pipe
     * @throws IllegalStateException if the strategy parks and the ring was built with {@code signals(false)}
     */
    public static BytePipe of(ByteRing ring, WaitStrategy strategy) {
        return new BytePipe(
                ring, BlockingReader.of(ring.reader(), strategy), BlockingWriter.of(ring.writer(), strategy));
    }

    /**
     * What comes out of the pipe, as {@link BlockingReader#inputStream} has it, for any threads.
     *
     * @return always the same stream
     */
    public InputStream inputStream() {
        return inputStream;
    }

    /**
     * What goes into the pipe, as {@link BlockingWriter#outputStream} has it, for any threads.
     *
     * @return always the same stream
     */
    public OutputStream outputStream() {
        return outputStream;
    }

    /**
     * What comes out of the pipe, as {@link BlockingReader#channel} has it, for any threads.
     *
     * @return a new channel; its calls and those of the {@link #inputStream} take turns
     */
    public ScatteringByteChannel readableChannel() {
        return new RingReadableChannel(reader, readTurn);
    }

    /**
     * What goes into the pipe, as {@link BlockingWriter#channel} has it, for any threads.
     *
     * @return a new channel; its calls and those of the {@link #outputStream} take turns
     */
    public GatheringByteChannel writableChannel() {
        return new RingWritableChannel(writer, writeTurn);
    }

    /**
     * The reading end without turns; its time limits are those of the stream and channels too.
     *
     * @return always the same
     */
    public BlockingReader reader() {
        return reader;
    }

    /**
     * The writing end without turns; its time limits are those of the stream and channels too.
     *
     * @return always the same
     */
    public BlockingWriter writer() {
        return writer;
    }

    /**
     * What is between the ends.
     *
     * @return always the same
     */
    public ByteRing ring() {
        return ring;
    }

    /** Closes both ends: what was not read is lost. Idempotent, never waits, any thread. */
    @Override
    public void close() {
        ring.close();
    }

    /**
     * As {@link #close()}, with a cause that everyone gets who uses an end.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        ring.close(cause);
    }

    @Override
    public String toString() {
        return "BytePipe[" + ring + "]";
    }
}
