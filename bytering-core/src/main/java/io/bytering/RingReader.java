package io.bytering;

import io.bytering.internal.Barrier;
import io.bytering.internal.Checks;
import io.bytering.internal.Counters;
import io.bytering.internal.Cursor;
import io.bytering.internal.Lifecycle;
import io.bytering.internal.WaiterSlot;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a ring. No call waits: each moves what is there just now and says how much that was; a count of 0
 * means nothing just now, −1 never again.
 *
 * <p><b>Threads.</b> A reader belongs to one thread at a time; handing it to another needs a happens-before edge, as any
 * hand-over does. Any thread may call {@link #close} and {@link #disarm}, and ask questions ({@link #readableBytes}, {@link
 * #isExhausted}, {@link #isClosed}, {@link #isEnded}, {@link #failure} and the like). With assertions enabled, two threads inside one reader are detected and named.
 *
 * <p><b>Endings.</b>
 *
 * <ul>
 *   <li>When the writer has closed, every byte it published is still read; then the ring is exhausted ({@link
 *       #isExhausted}), and reads return −1. The end is never seen before the last byte.
 *   <li>A writer that failed says why ({@link RingWriter#close(Throwable)}): it ends the stream no differently, and {@link
 *       #failure} tells the cause. Layers that wait throw it in place of the end.
 *   <li>{@link #close} abandons the ring: the writer's next call throws {@link RingAbandonedException}, and what was not
 *       read is lost. {@link #close(Throwable)} says why.
 *   <li>After its own close every call that would move bytes throws {@link RingClosedException}; closing again does
 *       nothing; {@link #capacity}, {@link #position} and the other questions still answer.
 *   <li>A close from another thread while this reader is inside a call lets that call end as before or after the close:
 *       its bytes are handed over whole and right, or it throws an {@link IllegalStateException}. What a {@link Drainer} or a
 *       channel was given stays as it is until the call ends. What {@link #peek} or {@link #slices} handed out may change as
 *       soon as the reader is closed; then {@link #consume} throws, so that you know.
 * </ul>
 *
 * <p><b>Buffers handed out</b> ({@link #slices}, {@link #peek}, the slices given to a {@link Drainer}) are cached, one set
 * per half, and valid until the next call on this half that moves or hands out bytes, or until a thread closes it. A slice
 * reaches from its position to its limit; index 0 of the buffer is that of the ring, so use relative methods, or add the
 * position to absolute indexes, and never {@code clear}, {@code flip} or {@code rewind} it. The byte order is big endian until
 * set otherwise, and stays as set. Moving a buffer's position consumes nothing: {@link #consume} does.
 *
 * <p><b>Positions</b> count the bytes ever read, from 0, and wrap around past {@link Long#MAX_VALUE} unharmed.
 */
public abstract class RingReader extends RingHalf implements AutoCloseable {
    /** The writer's last known way back to index 0: bytes from this position on lie from index 0 on. */
    long wrapAt;

    private final Cursor read;
    private final Lifecycle lifecycle;

    /** Where it ran dry last, and was counted. */
    private long dryAt;

    private final WaiterSlot writerSlot;

    RingReader(RingState state, long startPosition) {
        super(state, startPosition, state.readerSlot.counters, state.readerInside);
        this.read = state.read;
        this.lifecycle = state.lifecycle;
        this.dryAt = startPosition;
        this.writerSlot = state.writerSlot;
    }

    /** Before the first use: a reader that has come late. */
    final void startAt(long start, long startBase) {
        position = start;
        dryAt = start;
        seen = start;
        limit = start;
        base = startBase;
        wrapAt = startBase;
    }

    /** Loads the writer's position, and sets {@link #seen} and {@link #limit} by it. */
    abstract void refresh();

    /** For a question, from any thread: where the next call that looks would start to read. */
    long start() {
        return read.loadAcquire();
    }

    // ------------------------------------------------------------------ questions

    /**
     * The total room of the ring.
     *
     * @return bytes, from 1 to 2<sup>30</sup>
     */
    public final int capacity() {
        return capacity;
    }

    /**
     * Bytes ever read.
     *
     * @return the position, valid on this half's thread
     */
    public final long position() {
        return position;
    }

    /**
     * The bytes that wait now, over both slices. Any thread; it changes nothing. The writer can only make them more, unless this
     * reader {@linkplain #isLossy is lossy}: then a later call may find fewer. On the reader's own thread the answer is exact,
     * another thread gets the value of a moment ago.
     *
     * @return from 0 to {@link #capacity}; 0 after this half was closed
     */
    public final int readableBytes() {
        if (lifecycle.isReaderClosed()) {
            return 0;
        }
        long start = start(); // of two positions the older one first
        return (int) Math.max(0, Math.min(state.written.loadAcquire() - start, capacity));
    }

    /**
     * Whether this half was closed. Any thread.
     *
     * @return true from the close on
     */
    @Override
    public final boolean isClosed() {
        return lifecycle.isReaderClosed();
    }

    /**
     * Whether the writer was closed, so that what waits now is all that ever comes. Any thread. Ask this before {@link
     * #readableBytes}: the other order may miss the last bytes.
     *
     * @return true from the writer's close on
     */
    public final boolean isEnded() {
        return lifecycle.isWriterClosed();
    }

    /**
     * Why the writer was closed, from its close on: also while bytes still wait, so look after the end was met. Any thread.
     *
     * @return the cause of {@link RingWriter#close(Throwable)}; null if the writer is open, or was closed without one
     */
    public final @Nullable Throwable failure() {
        return lifecycle.writerFailure();
    }

    /**
     * Why this half was closed. Any thread.
     *
     * @return the cause given to {@link #close(Throwable)}; null if this half is open, or was closed without one
     */
    public final @Nullable Throwable closeCause() {
        return lifecycle.readerFailure();
    }

    /**
     * Whether the writer does not wait for this reader ({@link BroadcastRing#subscribeLossy}, {@link
     * Overflow#OVERWRITE_OLDEST}), so that it may miss bytes. Any thread.
     *
     * @return the same during the reader's whole life
     */
    public final boolean isLossy() {
        return this instanceof LossyReader;
    }

    /**
     * Whether every byte was read and none will ever come. Any thread; it changes nothing.
     *
     * @return true once the writer is closed and its last byte was consumed
     */
    public final boolean isExhausted() {
        return isEnded() && readableBytes() == 0;
    }

    /**
     * Whether this ring was built with signals, so that {@link #arm} works.
     *
     * @return false for a ring built with {@code signals(false)}
     */
    public final boolean signals() {
        return signals;
    }

    /**
     * Bytes that were overwritten before this reader got them, which only happens to a reader that its writer does not wait
     * for ({@link BroadcastRing#subscribeLossy}, {@link Overflow#OVERWRITE_OLDEST}). The gap lies just before the bytes that
     * the first call after it offers or returns, never within them; {@link #position} counts the missed bytes too.
     *
     * @return how many in all. Any thread
     */
    public final long missedBytes() {
        return counters.get(Counters.MISSED);
    }

    /**
     * How often this reader found that bytes were overwritten before it got them: the writer was too fast.
     *
     * @return how many gaps {@link #missedBytes} has come from. Any thread
     */
    public final long overruns() {
        return counters.get(Counters.OVERRUNS);
    }

    /**
     * How often this reader ran dry: it had been given bytes, asked for more before the end of the stream, and {@link #read} found
     * none, or {@link #tryReadAll} too few. Asking again at the same position counts once.
     *
     * @return how many times. Any thread
     */
    public final long underruns() {
        return counters.get(Counters.UNDERRUNS);
    }

    /**
     * What the ring has done so far; with many readers, its writer and this reader. Any thread.
     *
     * @return always the same, as long as it or this half is in use
     */
    public final RingStatistics statistics() {
        return state.statistics();
    }

    // ------------------------------------------------------------------ copying

    /**
     * Copies as much as there is and an array has room for; else as {@link #read(byte[], int, int)}.
     *
     * @param dst where the bytes go, from its start on
     * @return how many were read, down to 0 when the ring is empty; −1 when it is exhausted and {@code dst} has room
     * @throws RingClosedException if this half is closed
     */
    public final int read(byte[] dst) {
        return read(dst, 0, dst.length);
    }

    /**
     * Copies as much as there is.
     *
     * @param dst where the bytes go
     * @param offset the first byte's place in {@code dst}
     * @param length how many are wanted, 0 or more
     * @return how many were read, down to 0 when the ring is empty; −1 when it is exhausted and {@code length} is not 0
     * @throws IndexOutOfBoundsException if the range is not within {@code dst}; nothing moves
     * @throws RingClosedException if this half is closed
     */
    public final int read(byte[] dst, int offset, int length) {
        Checks.range(dst.length, offset, length);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            int count = length;
            if (length > limit - position) {
                int there = look();
                if (there <= 0) {
                    if (there == 0 && length > 0) {
                        ranDry();
                    }
                    return there;
                }
                count = Math.min(length, there);
                if (count > contiguous()) {
                    takeInTwo(dst, offset, count);
                    return count;
                }
            }
            take(dst, offset, count);
            return count;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Copies as much as there is and the buffer has room for, and moves its position by as much.
     *
     * @param dst where the bytes go; any kind of buffer that is not read-only
     * @return how many were read, down to 0 when the ring is empty; −1 when it is exhausted and the buffer has room
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only; nothing moves
     * @throws RingClosedException if this half is closed
     */
    public final int read(ByteBuffer dst) {
        int length = dst.remaining();
        assert guard.enter(this);
        try {
            offered = NOTHING;
            int count = length;
            if (length > limit - position) {
                int there = look();
                if (there <= 0) {
                    if (there == 0 && length > 0) {
                        ranDry();
                    }
                    return there;
                }
                count = Math.min(length, there);
                if (count > contiguous()) {
                    takeInTwo(dst, count);
                    return count;
                }
            }
            take(dst, count);
            return count;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Fills an array, or copies nothing; else as {@link #tryReadAll(byte[], int, int)}.
     *
     * @param dst where the bytes go, with room for 0 to {@link #capacity} of them
     * @return whether they were read; false also when the stream ended with fewer
     * @throws IllegalArgumentException if it has room for more, so that it never can succeed
     * @throws RingClosedException if this half is closed
     */
    public final boolean tryReadAll(byte[] dst) {
        return tryReadAll(dst, 0, dst.length);
    }

    /**
     * Copies exactly as many bytes as were asked for, or none.
     *
     * @param dst where the bytes go
     * @param offset the first byte's place in {@code dst}
     * @param length how many are wanted, from 0 to {@link #capacity}
     * @return whether they were read; false also when the stream ended with fewer, which {@link #isExhausted} and {@link
     *     #readableBytes} tell apart
     * @throws IllegalArgumentException if {@code length} exceeds the capacity, so that it never can succeed
     * @throws IndexOutOfBoundsException if the range is not within {@code dst}; nothing moves
     * @throws RingClosedException if this half is closed
     */
    public final boolean tryReadAll(byte[] dst, int offset, int length) {
        Checks.range(dst.length, offset, length);
        Checks.within("length of an all-or-nothing read", length, 0, capacity);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            if (length > limit - position) {
                int there = look();
                if (there < length) {
                    if (there >= 0) {
                        ranDry();
                    }
                    return false;
                }
                if (length > contiguous()) {
                    takeInTwo(dst, offset, length);
                    return true;
                }
            }
            take(dst, offset, length);
            return true;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Copies as many bytes as the buffer has room for, or none, and moves its position by as much.
     *
     * @param dst where the bytes go; room for 0 to {@link #capacity} of them
     * @return whether they were read; false also when the stream ended with fewer
     * @throws IllegalArgumentException if there is room for more than the capacity, so that it never can succeed
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only; nothing moves
     * @throws RingClosedException if this half is closed
     */
    public final boolean tryReadAll(ByteBuffer dst) {
        int length = dst.remaining();
        Checks.within("length of an all-or-nothing read", length, 0, capacity);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            if (length > limit - position) {
                int there = look();
                if (there < length) {
                    if (there >= 0) {
                        ranDry();
                    }
                    return false;
                }
                if (length > contiguous()) {
                    takeInTwo(dst, length);
                    return true;
                }
            }
            take(dst, length);
            return true;
        } finally {
            assert guard.exit();
        }
    }

    // ------------------------------------------------------------------ two slices

    /**
     * All bytes that wait, as two slices; {@link #consume} takes them. Both are empty when nothing waits, where {@link #peek}
     * returns one empty buffer. {@link RingWriter#claim} returns null when there is no room.
     *
     * @return always the same array of two; the second slice may be empty
     * @throws RingClosedException if this half is closed
     */
    public final ByteBuffer[] slices() {
        assert guard.enter(this);
        try {
            offered = NOTHING;
            requireUsable();
            refresh();
            requireStillOpen();
            return offerKnown();
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Calls the drainer once with the bytes that wait, also when there are none, and consumes as many as it says. Only an
     * exhausted ring does not call it. If it throws, or returns a count that can't be, nothing is consumed and the reader
     * stays usable.
     *
     * @param drainer takes bytes from the slices; it may close this reader and ask it questions, but must not use it otherwise:
     *     that throws an {@link IllegalStateException} inside the drainer
     * @return what the drainer returned; −1 when the ring is exhausted
     * @throws IllegalArgumentException if that was negative or more than there were
     * @throws IOException from the drainer
     * @throws RingClosedException if this half is closed
     */
    public final int drain(Drainer drainer) throws IOException {
        assert guard.enter(this);
        try {
            int length = look();
            if (length < 0) {
                return -1;
            }
            int count;
            try {
                enter();
                try {
                    count = drainer.drain(lend(), length);
                } finally {
                    if (lent) {
                        lent = false;
                        limit = limitBefore;
                    }
                }
                Checks.count("drainer", count, 0, length);
                advance(count);
            } catch (Throwable e) {
                copyingTo = position; // without a call, for which there may be no stack
                leave(e);
                throw e;
            }
            leave(null);
            return count;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * One gathering write ({@code writev}) of the bytes that wait into a channel. The channel is not asked when there are
     * none. If the channel throws, nothing is consumed.
     *
     * @param sink where the bytes go
     * @return how many were consumed; 0 when the ring is empty or the channel took none; −1 when the ring is exhausted
     * @throws IllegalArgumentException if the channel returned a count that can't be; nothing is consumed
     * @throws IOException from the channel
     * @throws RingClosedException if this half is closed
     */
    public final long transferTo(GatheringByteChannel sink) throws IOException {
        assert guard.enter(this);
        try {
            int length = look();
            if (length <= 0) {
                return length;
            }
            long count;
            try {
                enter();
                try {
                    ByteBuffer[] slices = lend();
                    count = slices[1].hasRemaining() ? sink.write(slices, 0, 2) : sink.write(slices[0]);
                } finally {
                    if (lent) {
                        lent = false;
                        limit = limitBefore;
                    }
                }
                Checks.count("channel", count, 0, length);
                advance((int) count);
            } catch (Throwable e) {
                copyingTo = position; // without a call, for which there may be no stack
                leave(e);
                throw e;
            }
            leave(null);
            return count;
        } finally {
            assert guard.exit();
        }
    }

    // ------------------------------------------------------------------ contiguous bytes

    /**
     * Everything that waits and is contiguous. What the writer claimed in one piece is always contiguous. One empty buffer
     * when nothing waits, where {@link #slices} returns two. {@link RingWriter#claim} returns null when there is no room.
     *
     * @return the bytes, from the buffer's position to its limit; empty when nothing waits, or when exhausted
     * @throws RingClosedException if this half is closed
     */
    public final ByteBuffer peek() {
        return peek(Integer.MAX_VALUE);
    }

    /**
     * As {@link #peek()}, but content with {@code atLeast} bytes: while so many are known, the writer's position is not
     * loaded, which is cheaper for small messages.
     *
     * @param atLeast how many bytes will do, 1 or more
     * @return the bytes, from the buffer's position to its limit; fewer than {@code atLeast}, down to none, when there are
     *     no more, or no more contiguous, just now
     * @throws IllegalArgumentException if {@code atLeast} is less than 1
     * @throws RingClosedException if this half is closed
     */
    public final ByteBuffer peek(int atLeast) {
        Checks.within("amount to peek at", atLeast, 1, Integer.MAX_VALUE);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            requireUsable();
            if (contiguous() < atLeast) {
                refresh();
                requireStillOpen();
            }
            return offer(index(), contiguous());
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Takes bytes that were handed out by {@link #peek} or {@link #slices}; their room is the writer's from now on. Several
     * consumes after one peek are fine.
     *
     * @param length from 0 to what was handed out and not consumed yet
     * @throws IllegalArgumentException if {@code length} is negative or more than that; nothing moves
     * @throws RingClosedException if this half is closed
     */
    public final void consume(int length) {
        assert guard.enter(this);
        try {
            requireUsable();
            requireStillOpen(); // after the bytes were used
            int left = Math.max(offered, 0);
            if (length > left && offered == NOTHING) {
                throw consumedOutOfTurn(length);
            }
            Checks.within("length to consume", length, 0, left);
            offered = left - length;
            advance(length);
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Throws bytes away.
     *
     * @param max how many at most, 0 or more
     * @return how many were skipped, down to 0 when the ring is empty; −1 when it is exhausted and {@code max} is not 0
     * @throws IllegalArgumentException if {@code max} is negative
     * @throws RingClosedException if this half is closed
     */
    public final int skip(int max) {
        Checks.within("number of bytes to skip", max, 0, Integer.MAX_VALUE);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            if (max <= limit - position && !lifecycle.isReaderClosed()) {
                publish(position + max);
                return max;
            }
            int there = look();
            if (there > 0) {
                there = Math.min(max, there);
                advance(there);
            }
            return there;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Looks for a byte among all that wait, across the wrap. Consumes nothing.
     *
     * @param value the byte
     * @return how many bytes lie before it, or −1 if it is not there (yet)
     * @throws RingClosedException if this half is closed
     */
    public final int indexOf(byte value) {
        return indexOf(value, 0);
    }

    /**
     * As {@link #indexOf(byte)}, leaving out bytes that were searched before.
     *
     * @param value the byte
     * @param from how many bytes to leave out, 0 or more
     * @return how many bytes lie before it, those left out included, or −1 if it is not there (yet)
     * @throws IllegalArgumentException if {@code from} is negative
     * @throws RingClosedException if this half is closed
     */
    public final int indexOf(byte value, int from) {
        Checks.within("number of bytes to leave out", from, 0, Integer.MAX_VALUE);
        assert guard.enter(this);
        try {
            requireUsable();
            refresh();
            requireStillOpen();
            try {
                startCopyIfOpen(position + 1);
                int found = find(value, from);
                endCopy();
                return found;
            } catch (Throwable e) {
                copyingTo = position; // without a call, for which there may be no stack
                throw copyFailed(position, e);
            }
        } finally {
            assert guard.exit();
        }
    }

    // ------------------------------------------------------------------ waiting, from outside

    /**
     * Asks for one {@link Waiter#wake} when at least {@code atLeast} bytes are readable or the writer is closed. One waiter
     * at a time. It does not disturb what was handed out.
     *
     * <p>A claim of {@code n} bytes may have to wait with up to {@code n - 1} bytes free at the end of the memory and as many
     * at its start: while the writer makes such claims, asking for more than {@code capacity - 2 * (n - 1)} may wait forever.
     *
     * @param waiter what to wake; called on the thread that writes or closes
     * @param atLeast from 1 to {@link #capacity}
     * @return false if that is so already: nothing is armed; true if armed, so that the waiter will be woken once, unless
     *     {@link #disarm} returns true first
     * @throws IllegalArgumentException if {@code atLeast} is outside that range
     * @throws IllegalStateException if a waiter is armed, or the ring was built with {@code signals(false)}
     * @throws RingClosedException if this half is closed
     */
    public final boolean arm(Waiter waiter, int atLeast) {
        Objects.requireNonNull(waiter, "waiter");
        Checks.within("amount to wait for", atLeast, 1, capacity);
        assert guard.enter(this);
        try {
            requireUsable();
            if (!signals) {
                throw new IllegalStateException("this ring was built with signals(false): nothing can be armed");
            }
            return armUnlessReached(waiter, start() + atLeast);
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Takes back an arm. Any thread.
     *
     * @param waiter the waiter that was armed
     * @return true: it was still armed and will not be woken; false: it was woken, is being woken, or never was armed
     */
    public final boolean disarm(Waiter waiter) {
        return state.readerSlot.disarm(waiter);
    }

    // ------------------------------------------------------------------ the end

    /**
     * Abandons the ring: what was not read is lost, and the writer's next call throws {@link RingAbandonedException}. Wakes
     * a waiting writer, and what waits on this half. Idempotent, never waits, any thread.
     */
    @Override
    public final void close() {
        close(null);
    }

    /**
     * As {@link #close()}, with a cause: the {@link RingAbandonedException} of the writer carries it, and {@link
     * RingWriter#failure} tells it. Of several closes the first one wins; the others change nothing.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public final void close(@Nullable Throwable cause) {
        lifecycle.closeReader(cause);
        state.afterReaderClose();
    }

    // ------------------------------------------------------------------ parts

    @Override
    final RingClosedException closed() {
        return new RingClosedException("reader", lifecycle.readerFailure());
    }

    private boolean armUnlessReached(Waiter waiter, long target) {
        if (state.written.loadAcquire() - target >= 0 || lifecycle.isWriterClosed()) {
            return false;
        }
        state.readerSlot.arm(waiter, target);
        boolean reached;
        try {
            // once more, now that the writer can see the waiter; pairs with RingWriter.publish
            state.sleepingReaders.beforeLastLook();
            reached = !lifecycle.isOpen() || state.written.loadVolatile() - target >= 0;
        } catch (Throwable e) {
            state.readerSlot.disarm(waiter);
            throw e;
        }
        return slept(!(reached && state.readerSlot.disarm(waiter)));
    }

    private int find(byte value, int from) {
        int here = contiguous();
        int all = known();
        int start = index();
        for (int i = from; i < here; i++) {
            if (byteAt(start + i) == value) {
                return i;
            }
        }
        for (int i = Math.max(from, here); i < all; i++) {
            if (byteAt(i - here) == value) {
                return i;
            }
        }
        return -1;
    }

    private void requireOpen() {
        if (lifecycle.isReaderClosed()) {
            throw closed();
        }
    }

    private void requireUsable() {
        requireNotLent();
        requireOpen();
    }

    /**
     * After bytes were loaded: a thread that closed this reader meanwhile may have given up their room, or their memory, so that they
     * need not be what was written. Pairs with the close, which comes before that.
     */
    private void requireStillOpen() {
        if (guarded) {
            read.loadFence(position);
            requireOpen();
        }
    }

    private static IllegalArgumentException consumedOutOfTurn(int length) {
        return new IllegalArgumentException("length to consume must be in 0..0: " + length
                + "; consume comes after peek or slices, and any other call that moves or hands out bytes ends that");
    }

    /** The bytes that are known to wait. */
    private int known() {
        return (int) (seen - position);
    }

    /** The bytes that wait, looked up afresh; −1 if exhausted. */
    private int look() {
        requireUsable();
        boolean ended = lifecycle.isWriterClosed(); // before the position, else the last bytes are missed
        refresh();
        requireStillOpen();
        int there = known();
        return there == 0 && ended ? -1 : there;
    }

    /** So many bytes were too few. */
    private void ranDry() {
        if (position != dryAt) {
            dryAt = position;
            counters.add(Counters.UNDERRUNS, 1);
        }
    }

    private ByteBuffer[] offerKnown() {
        int here = contiguous();
        return offer(index(), here, known() - here);
    }

    /** The bytes for a callback, which says itself what is to be consumed: nothing is left for a later consume. */
    private ByteBuffer[] lend() {
        ByteBuffer[] slices = offerKnown();
        offered = NOTHING;
        lendOut();
        return slices;
    }

    @Override
    final @Nullable Throwable giveUp(@Nullable Throwable before) {
        return state.leaveReader(before);
    }

    /** Copies bytes that wait from the present index on, and consumes them. */
    private void take(byte[] dst, int offset, int count) {
        long at = position;
        try {
            int index = (int) (at - base);
            startCopy(at + count);
            requireOpen();
            copyOut(index, dst, offset, count);
            publish(at + count);
        } catch (Throwable e) {
            copyingTo = position; // without a call, for which there may be no stack
            throw copyFailed(at, e);
        }
    }

    /** As the other. */
    private void take(ByteBuffer dst, int count) {
        long at = position;
        int start = dst.position();
        try {
            int index = (int) (at - base);
            startCopy(at + count);
            requireOpen();
            copyOut(index, dst, count);
            publish(at + count);
        } catch (Throwable e) {
            copyingTo = position;
            if (position == at) {
                ((Buffer) dst).position(start);
            }
            throw copyFailed(at, e);
        }
    }

    /** Copies bytes that wait, perhaps in two pieces, and consumes them. */
    private void takeInTwo(byte[] dst, int offset, int count) {
        long at = position;
        try {
            startCopy(at + count);
            requireOpen();
            int here = Math.min(count, contiguous());
            copyOut(index(), dst, offset, here);
            copyOut(0, dst, offset + here, count - here);
            advance(count);
        } catch (Throwable e) {
            copyingTo = position;
            throw copyFailed(at, e);
        }
    }

    /** As the other. */
    private void takeInTwo(ByteBuffer dst, int count) {
        long at = position;
        int start = dst.position();
        try {
            startCopy(at + count);
            requireOpen();
            int here = Math.min(count, contiguous());
            copyOut(index(), dst, here);
            copyOut(0, dst, count - here);
            advance(count);
        } catch (Throwable e) {
            copyingTo = position;
            if (position == at) {
                ((Buffer) dst).position(start);
            }
            throw copyFailed(at, e);
        }
    }

    /** Consumes bytes that may reach over the wrap, behind which the reader follows the writer to index 0. */
    private void advance(int count) {
        long next = position + count;
        if (count <= contiguous()) {
            publish(next);
        } else {
            advanceBehindWrap(next);
        }
    }

    private void advanceBehindWrap(long next) {
        store(next);
        position = next;
        base = wrapAt;
        limit = seen;
        moved(next);
    }

    private void publish(long next) {
        if (usual) {
            Barrier.publish(read, next); // pairs with SpscWriter.refresh, and with the last look of RingWriter.arm
            position = next;
            writerSlot.wakeIfReached(next);
        } else {
            store(next);
            position = next;
            moved(next);
        }
    }

    /** A position was published, and the half is there. */
    private void moved(long next) {
        leaveIfGuarded();
        if (signals) {
            writerSlot.wakeIfReached(next);
        }
    }

    private void store(long next) {
        if (signals) {
            Barrier.publish(read, next); // pairs with SpscWriter.refresh, and with the last look of RingWriter.arm
        } else {
            read.storeRelease(next); // pairs with SpscWriter.refresh
        }
    }
}
