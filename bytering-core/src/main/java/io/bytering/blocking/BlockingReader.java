package io.bytering.blocking;

import io.bytering.Drainer;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.Waiter;
import io.bytering.internal.Checks;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RingReader} whose calls wait, on platform or virtual threads. It adds waiting and nothing else: the reader
 * below may be used directly at the same time, by the same thread.
 *
 * <p><b>Endings of a wait.</b> The amount is there; or the stream has ended (−1, false or {@link EOFException}); or the
 * thread is interrupted ({@link InterruptedIOException}, status kept); or time is up ({@link RingTimeoutException}); or
 * another thread closes this half ({@link AsynchronousCloseException}) or {@linkplain #stopWaiting() stops its waiting}
 * ({@link InterruptedIOException}). None of them loses a byte. An interrupt or a stop is noticed only when there is
 * something to wait for. After a close, every call throws {@link ClosedChannelException}. If the close gave a cause, so do
 * both of these exceptions.
 *
 * <p><b>A writer that failed</b> ({@link io.bytering.RingWriter#close(Throwable)}) shows in place of the end of the
 * stream, after the last byte and as often as the end would: calls throw an {@link IOException} whose cause is the writer's.
 * Streams and channels over this reader do the same.
 *
 * <p><b>A lossy reader</b> ({@link RingReader#isLossy}) may miss bytes. The gap lies just before what a call returns, never
 * within it: {@link #readFully}, and the calls of the {@linkplain #inputStream() stream} that may take several looks at the
 * ring, throw {@link RingOverrunException} rather than go on behind one.
 *
 * <p><b>Threads.</b> As {@link RingReader}: one at a time, except {@link #close}, {@link #stopWaiting} and {@link
 * InputStream#available}.
 */
public final class BlockingReader implements Closeable {
    /** What a {@link #step} returns that has found a gap before the bytes. */
    static final int GAP = -2;

    private final RingReader reader;
    private final boolean lossy;
    private final Wait wait;
    private final ReadableDoor readable = new ReadableDoor();
    private final Handover.ToDrainer toDrainer;
    private final Handover.ToChannel toChannel;
    private final Handover.ToBuffers toBuffers;
    private final Handover.ToArray toArray;
    private final RingInputStream stream = new RingInputStream(this);

    private final class ReadableDoor implements Wait.Door {
        /** What the last look found: enough. A lossy reader's bytes may be gone when the next one looks. */
        boolean enough;

        @Override
        public boolean isReady(int amount) {
            boolean over = reader.isClosed() || reader.isEnded(); // before the count, else the last bytes are missed
            enough = reader.readableBytes() >= amount;
            return over || enough;
        }

        @Override
        public int amount() {
            return reader.readableBytes();
        }

        @Override
        public boolean arm(Waiter waiter, int amount) {
            return reader.arm(waiter, amount);
        }

        @Override
        public boolean disarm(Waiter waiter) {
            return reader.disarm(waiter);
        }

        @Override
        public long position() {
            return reader.position();
        }
    }

    private BlockingReader(RingReader reader, WaitStrategy strategy) {
        this.reader = reader;
        this.lossy = reader.isLossy();
        this.wait = new Wait(strategy, reader);
        this.toDrainer = new Handover.ToDrainer(reader);
        this.toChannel = new Handover.ToChannel(reader);
        this.toBuffers = new Handover.ToBuffers(reader);
        this.toArray = new Handover.ToArray(reader);
    }

    /**
     * Waits by {@link WaitStrategy#backOff()}, or by {@link WaitStrategy#yielding()} if the ring has no signals.
     *
     * @param reader the half to wait on
     * @return a view of it; only one view at a time may wait
     */
    public static BlockingReader of(RingReader reader) {
        return of(reader, reader.signals() ? WaitStrategy.backOff() : WaitStrategy.yielding());
    }

    /**
     * Waits by the strategy given.
     *
     * @param reader the half to wait on
     * @param strategy how
     * @return a view of it; only one view at a time may wait
     * @throws IllegalStateException if the strategy parks and the ring was built with {@code signals(false)}
     */
    public static BlockingReader of(RingReader reader, WaitStrategy strategy) {
        return new BlockingReader(reader, strategy);
    }

    /**
     * The half below.
     *
     * @return the reader given at the start
     */
    public RingReader reader() {
        return reader;
    }

    /**
     * Limits every wait from now on. Default: none.
     *
     * @param timeout how long one wait may take; zero: not at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    @RequiresJavaTime
    public BlockingReader timeout(Duration timeout) {
        wait.timeout = Timeouts.nanos("timeout", timeout);
        return this;
    }

    /**
     * As {@link #timeout(Duration)}.
     *
     * @param amount how long one wait may take, 0 or more
     * @param unit of the amount
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public BlockingReader timeout(long amount, TimeUnit unit) {
        wait.timeout = Timeouts.nanos("timeout", amount, unit);
        return this;
    }

    /**
     * Limits every call from now on, of this object and of the streams and channels made from it: when so much time has passed
     * since a call began, it neither begins nor goes on with a wait, nor with another step of what takes many, but throws {@link
     * RingTimeoutException}. A call that finds at once all it needs does not look at the time. A wait ends by this limit or by its
     * {@linkplain #timeout(Duration) own}, whichever comes first. What a callback, a channel or another stream takes for itself
     * counts, but can't be cut short. Default: none.
     *
     * @param deadline how long one call may take, with all its waits; zero: no wait at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    @RequiresJavaTime
    public BlockingReader deadline(Duration deadline) {
        wait.deadline = Timeouts.nanos("deadline", deadline);
        return this;
    }

    /**
     * As {@link #deadline(Duration)}.
     *
     * @param amount how long one call may take, with all its waits, 0 or more
     * @param unit of the amount
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public BlockingReader deadline(long amount, TimeUnit unit) {
        wait.deadline = Timeouts.nanos("deadline", amount, unit);
        return this;
    }

    /**
     * Waits until at least so many bytes are readable. If the writer fails before, that is thrown, although fewer may be
     * left to be read. Mind the gaps that claims leave: see {@link RingReader#arm}. Of a lossy reader it tells what was so when it
     * looked: the writer may overwrite those bytes before they are taken.
     *
     * @param atLeast from 1 to the capacity
     * @return true: they are there; false: they never will be, since the stream has ended (fewer may be left)
     * @throws IllegalArgumentException if {@code atLeast} is outside that range
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public boolean awaitReadable(int atLeast) throws IOException {
        return await(atLeast, wait.timeout);
    }

    /**
     * As {@link #awaitReadable(int)}, with a time limit of its own.
     *
     * @param atLeast from 1 to the capacity
     * @param timeout how long it may take; zero: not at all
     * @return true: they are there; false: they never will be
     * @throws IllegalArgumentException if {@code atLeast} is outside that range or the timeout is negative
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    @RequiresJavaTime
    public boolean awaitReadable(int atLeast, Duration timeout) throws IOException {
        return await(atLeast, Timeouts.nanos("timeout", timeout));
    }

    /**
     * As {@link #awaitReadable(int, Duration)}.
     *
     * @param atLeast from 1 to the capacity
     * @param timeout how long it may take, 0 or more
     * @param unit of the timeout
     * @return true: they are there; false: they never will be
     * @throws IllegalArgumentException if {@code atLeast} is outside that range or the timeout is negative
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public boolean awaitReadable(int atLeast, long timeout, TimeUnit unit) throws IOException {
        return await(atLeast, Timeouts.nanos("timeout", timeout, unit));
    }

    /**
     * Reads at least one byte, waiting for it; else as {@link #read(byte[], int, int)}.
     *
     * @param dst where the bytes go, from its start on; without room, 0 is returned at once
     * @return how many were read; −1 at the end of the stream
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public int read(byte[] dst) throws IOException {
        return read(dst, 0, dst.length);
    }

    /**
     * Reads at least one byte, waiting for it. Under a strategy that spins, a read that gets less than {@code length} while the
     * writer is at work goes on for some 2 µs, as long as bytes keep coming, up to 2 KiB. (Not of a lossy reader: there a gap might
     * lie between the two.)
     *
     * @param dst where the bytes go
     * @param offset the first byte's place in {@code dst}
     * @param length how many at most; 0 returns 0 at once
     * @return how many were read; −1 at the end of the stream
     * @throws IndexOutOfBoundsException if the range is not within {@code dst}
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public int read(byte[] dst, int offset, int length) throws IOException {
        requireOpen();
        return readMore(dst, offset, length, wait.callStart());
    }

    private int readMore(byte[] dst, int offset, int length, long call) throws IOException {
        try {
            int count = reader.read(dst, offset, length);
            for (boolean again = false; count == 0 && length > 0; again = true) {
                awaitMore(1, length, again, call);
                count = reader.read(dst, offset, length);
            }
            return count > 0 && count < length && !lossy
                    ? count + readOn(dst, offset + count, length - count)
                    : orFailure(count);
        } catch (RingClosedException e) {
            throw closedMeanwhile();
        }
    }

    /**
     * Reads at least one byte, waiting for it, and as many as there are and the buffer has room for; else as {@link
     * #read(byte[], int, int)}.
     *
     * @param dst where the bytes go; without room, 0 is returned at once
     * @return how many were read; −1 at the end of the stream
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public int read(ByteBuffer dst) throws IOException {
        requireOpen();
        return readMore(dst, wait.callStart());
    }

    private int readMore(ByteBuffer dst, long call) throws IOException {
        try {
            int count = reader.read(dst);
            for (boolean again = false; count == 0 && dst.hasRemaining(); again = true) {
                awaitMore(1, dst.remaining(), again, call);
                count = reader.read(dst);
            }
            return count > 0 && dst.hasRemaining() && !lossy ? count + readOn(dst) : orFailure(count);
        } catch (RingClosedException e) {
            throw closedMeanwhile();
        }
    }

    /** Into one buffer after another, by one look at the ring. 0 if none of them has room. */
    long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        requireOpen();
        long room = 0;
        for (int i = offset; i < offset + length; i++) {
            room += dsts[i].remaining();
        }
        return room == 0
                ? 0
                : readMore(dsts, offset, length, (int) Math.min(room, capacity()), Handover.ANY, wait.callStart());
    }

    private int readMore(ByteBuffer[] dsts, int offset, int length, int room, long missed, long call)
            throws IOException {
        toBuffers.targets = dsts;
        toBuffers.from = offset;
        toBuffers.to = offset + length;
        toBuffers.missed = missed;
        try {
            return hand(toBuffers, room, call);
        } finally {
            toBuffers.targets = null;
        }
    }

    /**
     * Fills an array, however many bytes the ring holds at a time; else as {@link #readFully(byte[], int, int)}.
     *
     * @param dst where the bytes go
     * @throws EOFException if the stream ends before; the message tells how many bytes were read
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many bytes were read
     * @throws RingOverrunException of a lossy reader, if bytes are missing before the last one; it tells how many were read
     * @throws IOException closed or failed: see the class; the reader's position tells how many bytes were read
     */
    public void readFully(byte[] dst) throws IOException {
        readFully(dst, 0, dst.length);
    }

    /**
     * Reads exactly so many bytes, however many the ring holds at a time.
     *
     * @param dst where the bytes go
     * @param offset the first byte's place in {@code dst}
     * @param length how many
     * @throws IndexOutOfBoundsException if the range is not within {@code dst}; nothing moves
     * @throws EOFException if the stream ends before; the message tells how many bytes were read
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many bytes were read
     * @throws RingOverrunException of a lossy reader, if bytes are missing before the last one; it tells how many were read
     * @throws IOException closed or failed: see the class; the reader's position tells how many bytes were read
     */
    public void readFully(byte[] dst, int offset, int length) throws IOException {
        Checks.range(dst.length, offset, length);
        requireOpen();
        long call = wait.callStart();
        long seen = Handover.ANY;
        int done = 0;
        try {
            while (done < length) {
                if (done > 0) {
                    wait.requireTime(call);
                }
                int count = step(dst, offset + done, length - done, seen, call);
                if (count == GAP) {
                    throw overrun(seen, done, "");
                }
                if (count < 0) {
                    throw endedAfter(done, length);
                }
                done += count;
                seen = missed();
            }
        } catch (InterruptedIOException e) {
            e.bytesTransferred = done;
            throw e;
        }
    }

    /**
     * Fills a buffer, however many bytes the ring holds at a time. Its position tells at any time, also after an exception, what
     * was read.
     *
     * @param dst where the bytes go: as many as remain in it
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
     * @throws EOFException if the stream ends before
     * @throws InterruptedIOException interrupted or timed out; {@code bytesTransferred} tells how many bytes were read
     * @throws RingOverrunException of a lossy reader, if bytes are missing before the last one
     * @throws IOException closed or failed: see the class
     */
    public void readFully(ByteBuffer dst) throws IOException {
        requireOpen();
        long call = wait.callStart();
        int start = dst.position();
        int length = dst.remaining();
        long seen = Handover.ANY;
        try {
            while (dst.hasRemaining()) {
                if (dst.position() > start) {
                    wait.requireTime(call);
                }
                int count = lossy && seen != Handover.ANY
                        ? readMore(new ByteBuffer[] {dst}, 0, 1, dst.remaining(), seen, call)
                        : readMore(dst, call);
                if (count == GAP) {
                    throw overrun(seen, dst.position() - start, "");
                }
                if (count < 0) {
                    throw endedAfter(dst.position() - start, length);
                }
                seen = missed();
            }
        } catch (InterruptedIOException e) {
            e.bytesTransferred = dst.position() - start;
            throw e;
        }
    }

    private static EOFException endedAfter(int done, int length) {
        return new EOFException("the stream ended after " + done + " of " + length + " bytes");
    }

    /**
     * Waits until at least so many contiguous bytes are readable, and shows all that are; {@link #consume} takes them. What the
     * writer claimed in one piece is always contiguous. Mind the gaps that claims leave: see {@link RingReader#arm}.
     *
     * @param atLeast from 1 to the capacity
     * @return the bytes, from the buffer's position to its limit, as {@link RingReader#peek} gives them; null if the stream has
     *     ended with fewer contiguous bytes than that to come
     * @throws IllegalArgumentException if {@code atLeast} is outside that range
     * @throws IllegalStateException if so many are readable, but not in one piece, as the writer has written them over the physical
     *     end: read them with {@link #readFully}, or let the writer claim what belongs together
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public @Nullable ByteBuffer peek(int atLeast) throws IOException {
        Checks.within("amount to peek at", atLeast, 1, capacity());
        requireOpen();
        long call = wait.callStart();
        try {
            ByteBuffer there = reader.peek(atLeast);
            for (boolean again = false; there.remaining() < atLeast; again = true) {
                long position = reader.position();
                int before = there.remaining();
                boolean enough = awaitMore(atLeast, atLeast, again, call);
                there = reader.peek(atLeast);
                if (there.remaining() >= atLeast) {
                    break;
                }
                if (!enough) {
                    return null;
                }
                // a lossy reader may have been lapped: then it waits on, unless nothing has changed
                if (!lossy || (reader.position() == position && there.remaining() == before)) {
                    return inTwoPieces(atLeast, there.remaining());
                }
            }
            return there;
        } catch (RingClosedException e) {
            throw closedMeanwhile();
        }
    }

    /** The piece before the physical end never grows: there is nothing to wait for. */
    private @Nullable ByteBuffer inTwoPieces(int atLeast, int here) throws IOException {
        boolean ended = reader.isEnded(); // before the bytes are counted
        int all = reader.readableBytes();
        if (ended && all - here < atLeast) {
            requireCleanEnd();
            return null;
        }
        throw new IllegalStateException(atLeast + " bytes are readable, but not in one piece: " + here
                + " are before the physical end, " + all
                + " in all; read them with readFully, or let the writer claim what belongs together");
    }

    /**
     * As {@link RingReader#consume}.
     *
     * @param length from 0 to what was handed out by {@link #peek} and not consumed yet
     * @throws IllegalArgumentException if it is negative or more than that; nothing moves
     * @throws IOException closed: see the class
     */
    public void consume(int length) throws IOException {
        requireOpen();
        try {
            reader.consume(length);
        } catch (RingClosedException e) {
            throw closedMeanwhile();
        }
    }

    /**
     * Waits for at least one byte, then calls the drainer once. See {@link RingReader#drain}.
     *
     * @param drainer takes bytes from the slices
     * @return what the drainer returned; −1 at the end of the stream, without calling it
     * @throws IllegalArgumentException if that can't be; nothing is consumed
     * @throws IOException from the drainer, or interrupted, timed out, closed or failed: see the class
     */
    public int drain(Drainer drainer) throws IOException {
        requireOpen();
        Drainer outer = toDrainer.target; // a drainer may call again, and is refused
        toDrainer.target = Objects.requireNonNull(drainer, "drainer");
        try {
            return hand(toDrainer, Integer.MAX_VALUE, wait.callStart());
        } finally {
            toDrainer.target = outer;
        }
    }

    /**
     * Waits for at least one byte, then does one gathering write. See {@link RingReader#transferTo}.
     *
     * @param sink where the bytes go
     * @return how many were taken; 0 if the channel took none; −1 at the end of the stream
     * @throws IllegalArgumentException if the channel returned a count that can't be; nothing is consumed
     * @throws IOException from the channel, or interrupted, timed out, closed or failed: see the class
     */
    public long transferTo(GatheringByteChannel sink) throws IOException {
        requireOpen();
        GatheringByteChannel outer = toChannel.target;
        toChannel.target = Objects.requireNonNull(sink, "sink");
        try {
            return hand(toChannel, Integer.MAX_VALUE, wait.callStart());
        } finally {
            toChannel.target = outer;
        }
    }

    /**
     * Waits for at least one byte, then skips what is there.
     *
     * @param max how many at most; 0 returns 0 at once
     * @return how many were skipped; −1 at the end of the stream
     * @throws IllegalArgumentException if {@code max} is negative
     * @throws IOException interrupted, timed out, closed or failed: see the class
     */
    public int skip(int max) throws IOException {
        Checks.within("number of bytes to skip", max, 0, Integer.MAX_VALUE);
        requireOpen();
        return max == 0 ? 0 : skipMore(max, wait.callStart());
    }

    private int skipMore(int max, long call) throws IOException {
        try {
            int count = reader.skip(max);
            for (boolean again = false; count == 0; again = true) {
                awaitMore(1, max, again, call);
                count = reader.skip(max);
            }
            return orFailure(count);
        } catch (RingClosedException e) {
            throw closedMeanwhile();
        }
    }

    /**
     * A stream over this reader, in place of {@link java.io.PipedInputStream}. It waits as this object does.
     *
     * <p>A read waits for one byte and takes as many as there are. The end of the stream is the writer's close, whatever its
     * thread does: no call checks whether threads are alive. {@code skip} waits as reads do, until all is skipped or the stream
     * has ended. Closing the stream closes the reader, which abandons the ring; another thread may do so, and wakes a blocked read
     * with {@link AsynchronousCloseException}. Reads of no bytes, and skips of none, do nothing, also after a close.
     *
     * <p><b>Nothing is lost when a call is cut short</b> by a time limit, an interrupt, a failure of the writer or of the target of a
     * transfer. Bytes that it has read and can't hand over are kept, and are what the next calls of the stream find first:
     *
     * <ul>
     *   <li>{@code readNBytes(int)} and {@code readAllBytes} keep all that they have read, and {@code bytesTransferred} is 0: the same
     *       call may be made again.
     *   <li>{@code readNBytes(byte[], int, int)}, {@code skip}, {@code skipNBytes} and {@code transferTo} tell by {@code
     *       bytesTransferred} how many bytes are in the array, skipped or with the target. Where an exception has no such number,
     *       {@code readNBytes} keeps them, and {@code skip} returns how many it has skipped; the next call throws.
     *   <li>If the target of {@code transferTo} throws, the bytes of that write are kept, all but {@code bytesTransferred} of them if it
     *       throws {@link InterruptedIOException}.
     * </ul>
     *
     * <p>{@code available} tells how many bytes can be read without waiting, those that are kept included; any thread may ask. Kept
     * bytes belong to the stream: this object and its channels do not see them. A close drops them, as it drops those in the ring.
     *
     * <p>Over a lossy reader, {@code readNBytes}, {@code readAllBytes}, {@code skipNBytes} and {@code transferTo} throw {@link
     * RingOverrunException} where bytes are missing after the first, and {@code skip} ends there. What {@code readNBytes(int)} and {@code
     * readAllBytes} have read by then is kept, and must be taken by {@code read} before they can go on behind the gap.
     *
     * @return always the same stream, for one thread at a time
     */
    public InputStream inputStream() {
        return stream;
    }

    /**
     * A channel over this reader. It waits as this object does; an interrupt does not close it. A read waits for one byte and
     * fills the buffers in turn with as many as there are; −1 is the end of the stream. Closing the channel closes the reader.
     *
     * @return a new channel; calls of several threads take turns
     */
    public ScatteringByteChannel channel() {
        return new RingReadableChannel(this, turn());
    }

    /**
     * As {@link #channel}, but with the manners of {@link java.nio.channels.InterruptibleChannel}: a thread that is
     * interrupted while it waits, or comes interrupted, closes the channel and gets a {@link
     * java.nio.channels.ClosedByInterruptException}.
     *
     * @return a new channel, which is an {@code InterruptibleChannel}
     */
    public ScatteringByteChannel interruptibleChannel() {
        return new InterruptibleReadableChannel(this);
    }

    /**
     * Stops waiting, for good, without touching the ring: a wait under way ends with {@link InterruptedIOException}, and so
     * does every later one, of this object and of the streams and channels made from it. What needs no waiting still works,
     * and nothing is lost. For code that cancels a blocked thread from another one and can't interrupt it. Any thread;
     * idempotent.
     */
    public void stopWaiting() {
        wait.stop();
    }

    /** Closes the reader below, from any thread: abandons the ring. */
    @Override
    public void close() {
        reader.close();
    }

    /**
     * As {@link #close()}, with a cause: the writer's {@link io.bytering.RingAbandonedException} carries it, and so do the exceptions
     * of calls of this object that are under way or follow. Of several closes the first one wins. Any thread.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        reader.close(cause);
    }

    // ------------------------------------------------------------------ for streams and channels

    /** Whether the half below is closed, by anyone. */
    boolean isClosed() {
        return reader.isClosed();
    }

    void requireOpen() throws ClosedChannelException {
        if (reader.isClosed()) {
            throw Closes.withCause(new ClosedChannelException(), reader.closeCause());
        }
    }

    /** A new one, for the calls of several threads. */
    Turn turn() {
        return new Turn(wait);
    }

    InputStream sharedStream(Turn turn) {
        return new SharedInputStream(stream, turn);
    }

    /** See {@link Wait#callStart}. */
    long callStart() {
        return wait.callStart();
    }

    /** See {@link Wait#requireTime}. */
    void requireTime(long call) throws RingTimeoutException {
        wait.requireTime(call);
    }

    /**
     * A step of a call that may take several: waits for one byte, and takes what is there. A close is no longer one before the
     * call.
     *
     * @param dst where the bytes go; null: they are skipped
     * @param seen {@link #missed} after the step before, or {@link Handover#ANY}
     * @return how many were taken; −1 at the end of the stream; {@link #GAP} if bytes are missing since the step before
     */
    int step(byte @Nullable [] dst, int offset, int length, long seen, long call) throws IOException {
        if (seen == Handover.ANY || !lossy) {
            return dst == null ? skipMore(length, call) : readMore(dst, offset, length, call);
        }
        toArray.target = dst;
        toArray.offset = offset;
        toArray.most = length;
        toArray.missed = seen;
        try {
            return seen == missed() ? hand(toArray, length, call) : GAP;
        } finally {
            toArray.target = null;
        }
    }

    /** How many bytes this reader has missed so far; {@link Handover#ANY} if it can't miss any. */
    long missed() {
        return lossy ? reader.missedBytes() : Handover.ANY;
    }

    RingOverrunException overrun(long seen, long done, String rest) {
        return new RingOverrunException(reader.missedBytes() - seen, done, rest);
    }

    // ------------------------------------------------------------------ parts

    private int capacity() {
        return reader.capacity();
    }

    /** Waits for at least one byte, then hands over once what one look finds. */
    private int hand(Handover to, int wanted, long call) throws IOException {
        boolean outer = to.inside;
        to.inside = false;
        try {
            for (boolean again = false; ; again = true) {
                awaitMore(1, wanted, again, call);
                to.empty = false;
                to.gap = false;
                int count = reader.drain(to);
                if (to.gap) {
                    return GAP;
                }
                if (!to.empty) {
                    return orFailure(count);
                }
            }
        } catch (RingClosedException e) {
            if (to.inside) {
                throw e; // of another half, which the callback has used
            }
            throw closedMeanwhile();
        } finally {
            to.inside = outer;
        }
    }

    /** Goes on with a read that got less than it might, while bytes keep coming. */
    private int readOn(byte[] dst, int offset, int length) {
        int count = Math.min(length, wait.gather(readable, 0, length));
        try {
            return count > 0 ? Math.max(0, reader.read(dst, offset, count)) : 0;
        } catch (RingClosedException e) {
            return 0; // there are bytes to hand over; the next call tells
        }
    }

    /** Goes on with a read that got less than it might, while bytes keep coming. */
    private int readOn(ByteBuffer dst) {
        int limit = dst.limit();
        int count = Math.min(dst.remaining(), wait.gather(readable, 0, dst.remaining()));
        ((Buffer) dst).limit(dst.position() + count);
        try {
            return count > 0 ? Math.max(0, reader.read(dst)) : 0;
        } catch (RingClosedException e) {
            return 0;
        } finally {
            ((Buffer) dst).limit(limit);
        }
    }

    private boolean await(int atLeast, long nanos) throws IOException {
        Checks.within("amount to wait for", atLeast, 1, capacity());
        requireOpen();
        return awaitMore(atLeast, Integer.MAX_VALUE, nanos, false, wait.callStart());
    }

    /** In the middle of a call, when a close is no longer one before it. */
    private boolean awaitMore(int atLeast, int wanted, boolean again, long call) throws IOException {
        return awaitMore(atLeast, wanted, wait.timeout, again, call);
    }

    /**
     * Whether so many bytes were there at the last look; false at the end.
     *
     * @param again the wait before has been for nothing, and goes on
     */
    private boolean awaitMore(int atLeast, int wanted, long nanos, boolean again, long call) throws IOException {
        try {
            if (again) {
                wait.again(readable, atLeast, wanted);
            } else {
                wait.until(readable, atLeast, wanted, nanos, call);
            }
        } catch (RingClosedException e) {
            throw closedMeanwhile();
        }
        if (reader.isClosed()) {
            throw closedMeanwhile();
        }
        if (readable.enough) {
            return true;
        }
        requireCleanEnd();
        return false;
    }

    private int orFailure(int count) throws IOException {
        if (count < 0) {
            requireCleanEnd();
        }
        return count;
    }

    /** At the end: it must not be that of a writer that failed. */
    private void requireCleanEnd() throws IOException {
        Throwable cause = reader.failure();
        if (cause != null) {
            long length = reader.position() + reader.readableBytes();
            throw new IOException("the writer failed after " + length + " bytes: " + cause, cause);
        }
    }

    /** What the core said to a half that another thread closed under it, in the words of channels. */
    private AsynchronousCloseException closedMeanwhile() {
        return Closes.withCause(new AsynchronousCloseException(), reader.closeCause());
    }
}
