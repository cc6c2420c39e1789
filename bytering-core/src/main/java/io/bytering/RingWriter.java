package io.bytering;

import io.bytering.internal.Barrier;
import io.bytering.internal.Checks;
import io.bytering.internal.Cursor;
import io.bytering.internal.Failures;
import io.bytering.internal.Lifecycle;
import io.bytering.internal.Waiters;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of a ring. No call waits: each moves what it can just now and says how much that was.
 *
 * <p><b>Threads.</b> A writer belongs to one thread at a time; handing it to another needs a happens-before edge, as any
 * hand-over does. Any thread may call {@link #close}, {@link #disarm} and {@link #onAbandoned}, and ask questions ({@link
 * #writableBytes}, {@link #canClaim}, {@link #isClosed}, {@link #isAbandoned}, {@link #failure} and the like). With
 * assertions enabled, two threads inside one writer are detected and named.
 *
 * <p><b>Endings.</b>
 *
 * <ul>
 *   <li>{@link #close} is the end of the stream: the reader still gets every byte, then finds the ring exhausted.
 *       {@link #close(Throwable)} is the end by a failure: the same, but the reader gets the cause.
 *   <li>Once the reader is closed, every call that would move bytes throws {@link RingAbandonedException}. Bytes that were
 *       already in the ring are lost, and this is the only way in which they can be.
 *   <li>After its own close every call that would move bytes throws {@link RingClosedException}; closing again does
 *       nothing; {@link #capacity}, {@link #position} and the other questions still answer.
 *   <li>A close from another thread while this writer is inside a call: that call publishes its bytes whole, or throws
 *       {@link RingClosedException}. If it publishes, they may come after the end that the reader has seen by then, and so
 *       be lost, as if they had been written after the close. A writer that must not lose them closes on its own thread.
 * </ul>
 *
 * <p><b>Buffers handed out</b> ({@link #slices}, {@link #claim}, the slices given to a {@link Filler}) are cached, one set
 * per half, and valid until the next call on this half that moves or hands out bytes, or until a thread closes it. A slice
 * reaches from its position to its limit; index 0 of the buffer is that of the ring, so use relative methods, or add the
 * position to absolute indexes, and never {@code clear}, {@code flip} or {@code rewind} it. The byte order is big endian until
 * set otherwise, and stays as set. Such a call also aborts a claim that was not committed. After a close the memory may be freed, or be
 * somebody else's where it is of a pool: a thread that may be closed by another one uses {@link #fill}, which keeps the
 * memory until it returns.
 *
 * <p><b>Positions</b> count the bytes ever written, from 0, and wrap around past {@link Long#MAX_VALUE} unharmed.
 */
public abstract class RingWriter extends RingHalf implements AutoCloseable {
    /** Free bytes from the present index on, as last looked up. */
    int tail;

    /** Free bytes at index 0, behind the physical end; 0 while the writer itself is behind a wrap. */
    int head;

    /** The base before the last wrap; the reader's index counts from it until the reader has wrapped too. */
    long previousBase;

    private final Cursor written;
    private final Lifecycle lifecycle;
    private final Waiters<?> readers;

    /** How many bytes may be claimed or offered at once. */
    private final int most;

    /** Whether what was handed out starts at index 0 although the writer is not there yet. */
    private boolean offeredAtStart;

    /** Whether it may go on where it was short of room at once: it overwrites what nobody needs. */
    private final boolean overwrites;

    RingWriter(RingState state, long startPosition, int most, boolean overwrites) {
        super(state, startPosition, state.writerSlot.counters, state.writerInside);
        this.written = state.written;
        this.lifecycle = state.lifecycle;
        this.readers = state.sleepingReaders;
        this.most = most;
        this.overwrites = overwrites;
    }

    /** Loads the other side's position, and sets {@link #seen}, {@link #tail} and {@link #head} by it. */
    abstract void refresh();

    /**
     * Says that so many bytes from the present index on, and so many from index 0 on, are about to be overwritten, to readers that
     * may come or look back: they are free by the last {@link #refresh}. Sets {@link #limit} to their end at least, and to no more than the physical end.
     *
     * @return false if that look is out of date, and the caller must look again
     */
    abstract boolean announceOverwrite(int here, int atStart);

    /** Leaves the marker for a way back to index 0 at the given position. It does no harm before that position is published. */
    abstract void mark(long at);

    /** Went back to index 0 at the given position: sets what is free, and {@link #limit}. */
    abstract void wrapped(long at);

    /** After {@link #refresh}: where all was read and nobody looks back, goes back to index 0 right away. */
    abstract void startOver();

    /** The reader's position from which on {@code amount} bytes are free, over both slices. */
    abstract long targetForRoom(int amount);

    /** The reader's position from which on a claim of {@code length} succeeds. */
    abstract long targetForClaim(int length);

    /** Loads the other side's position with a full fence before it. */
    abstract long loadGate();

    /** For a question, from any thread: loads the other side's position, and changes nothing. */
    abstract long glanceAtGate();

    /** Bytes free from the present index on, when the other side is at that position. */
    abstract int tail(long gate);

    /** Bytes free at index 0, likewise. */
    abstract int head(long gate);

    // ------------------------------------------------------------------ questions

    /**
     * The total room.
     *
     * @return bytes, from 1 to 2<sup>30</sup>
     */
    public final int capacity() {
        return capacity;
    }

    /**
     * Bytes ever written.
     *
     * @return the position, valid on this half's thread
     */
    public final long position() {
        return position;
    }

    /**
     * The room now, over both slices. Any thread; it changes nothing. On the writer's own thread it is exact, and in a ring with
     * one reader it can only become larger until the writer writes; where readers {@linkplain BroadcastRing#subscribe come},
     * it may become smaller. Another thread gets the value of a moment ago, or while the writer moves one near it.
     *
     * @return from 0 to {@link #maxClaim}; 0 after this half was closed
     */
    public final int writableBytes() {
        if (lifecycle.isWriterClosed()) {
            return 0;
        }
        long gate = glanceAtGate();
        int tail = Math.max(tail(gate), 0); // less than that only where another thread asks while the writer moves
        return Math.min(tail + Math.min(head(gate), capacity - tail), most);
    }

    /**
     * The largest claim that can ever succeed, and the most that is ever writable at once: the capacity; less in a ring that
     * keeps some bytes for readers that it does not wait for ({@link BroadcastRing.Builder#history}, {@link
     * Overflow#OVERWRITE_OLDEST}).
     *
     * @return bytes, from 1 to {@link #capacity}
     */
    public final int maxClaim() {
        return most;
    }

    /**
     * Whether {@link #claim} of so many bytes would succeed now. Any thread; as {@link #writableBytes} in all but this:
     *
     * @param length from 1 to {@link #maxClaim}
     * @return true if it would; false also after this half was closed
     * @throws IllegalArgumentException if {@code length} is outside that range
     */
    public final boolean canClaim(int length) {
        Checks.room("length of a claim", length, 1, most, capacity);
        if (lifecycle.isWriterClosed()) {
            return false;
        }
        long gate = glanceAtGate();
        return length <= tail(gate) || length <= (gate == position ? capacity : head(gate));
    }

    /**
     * Whether this half was closed. Any thread.
     *
     * @return true from the close on
     */
    @Override
    public final boolean isClosed() {
        return lifecycle.isWriterClosed();
    }

    /**
     * Whether the reader was closed, so that nobody will read what is written. Any thread.
     *
     * @return true from the reader's close on
     */
    public final boolean isAbandoned() {
        return lifecycle.isReaderClosed();
    }

    /**
     * Why the reader was closed. Any thread.
     *
     * @return the cause of {@link RingReader#close(Throwable)}; null if the reader is open, or was closed without one
     */
    public final @Nullable Throwable failure() {
        return lifecycle.readerFailure();
    }

    /**
     * Why this half was closed. Any thread.
     *
     * @return the cause given to {@link #close(Throwable)}; null if this half is open, or was closed without one
     */
    public final @Nullable Throwable closeCause() {
        return lifecycle.writerFailure();
    }

    /**
     * Asks for one call when the reader is closed, for code that makes the bytes and is not always at the ring: to stop a
     * computation whose result is not needed any more. It is independent of {@link #arm}, and works without signals. Any thread.
     *
     * @param action what to run, once: on the thread that closes the reader, after that is visible and before a waiting
     *     writer is woken; or at once, if the reader is closed already. Like {@link Waiter#wake} it must be quick and must
     *     not throw.
     * @throws IllegalStateException if there is such an action already; or if this is the writer of a {@link BroadcastRing},
     *     which is never abandoned
     */
    public final void onAbandoned(Runnable action) {
        state.onReaderClose(action);
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
     * What the ring has done so far, that is, this writer and all readers. Any thread.
     *
     * @return always the same, as long as it or this half is in use
     */
    public final RingStatistics statistics() {
        return state.statistics();
    }

    // ------------------------------------------------------------------ copying

    /**
     * Copies as much of an array as fits; else as {@link #write(byte[], int, int)}.
     *
     * @param src where the bytes come from, from its start on
     * @return how many were written; fewer than its length, down to 0, when the ring is full
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final int write(byte[] src) throws RingAbandonedException {
        return write(src, 0, src.length);
    }

    /**
     * Copies as much as fits.
     *
     * @param src where the bytes come from
     * @param offset the first byte's place in {@code src}
     * @param length how many there are, 0 or more
     * @return how many were written; fewer than {@code length}, down to 0, when the ring is full
     * @throws IndexOutOfBoundsException if the range is not within {@code src}; nothing moves
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final int write(byte[] src, int offset, int length) throws RingAbandonedException {
        Checks.range(src.length, offset, length);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            int count = length;
            if (length > limit - position) {
                if (overwrites) {
                    return writeInPieces(src, null, offset, length);
                }
                count = reserve(length);
                if (count > contiguous()) {
                    putInTwo(src, offset, count);
                    return count;
                }
            }
            put(src, offset, count);
            return count;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Copies as much as fits from the buffer's position on, and moves its position by as much.
     *
     * @param src where the bytes come from; any kind of buffer
     * @return how many were written; fewer than {@code src.remaining()}, down to 0, when the ring is full
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final int write(ByteBuffer src) throws RingAbandonedException {
        int length = src.remaining();
        assert guard.enter(this);
        try {
            offered = NOTHING;
            int count = length;
            if (length > limit - position) {
                if (overwrites) {
                    return writeInPieces(null, src, 0, length);
                }
                count = reserve(length);
                if (count > contiguous()) {
                    putInTwo(src, count);
                    return count;
                }
            }
            put(src, count);
            return count;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Copies all of an array, or nothing; else as {@link #tryWriteAll(byte[], int, int)}.
     *
     * @param src where the bytes come from, from 0 to {@link #maxClaim} of them
     * @return whether they were written
     * @throws IllegalArgumentException if there are more, so that it never can succeed
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final boolean tryWriteAll(byte[] src) throws RingAbandonedException {
        return tryWriteAll(src, 0, src.length);
    }

    /**
     * Copies all of it, or nothing.
     *
     * @param src where the bytes come from
     * @param offset the first byte's place in {@code src}
     * @param length how many there are, from 0 to {@link #maxClaim}
     * @return whether they were written
     * @throws IllegalArgumentException if {@code length} exceeds that, so that it never can succeed
     * @throws IndexOutOfBoundsException if the range is not within {@code src}; nothing moves
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final boolean tryWriteAll(byte[] src, int offset, int length) throws RingAbandonedException {
        Checks.range(src.length, offset, length);
        Checks.room("length of an all-or-nothing write", length, 0, most, capacity);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            if (length > limit - position) {
                if (!reserveAll(length)) {
                    return false;
                }
                if (length > contiguous()) {
                    putInTwo(src, offset, length);
                    return true;
                }
            }
            put(src, offset, length);
            return true;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Copies all that remains in the buffer and moves its position by as much, or does nothing.
     *
     * @param src where the bytes come from, from 0 to {@link #maxClaim} of them
     * @return whether they were written
     * @throws IllegalArgumentException if there are more, so that it never can succeed
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final boolean tryWriteAll(ByteBuffer src) throws RingAbandonedException {
        int length = src.remaining();
        Checks.room("length of an all-or-nothing write", length, 0, most, capacity);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            if (length > limit - position) {
                if (!reserveAll(length)) {
                    return false;
                }
                if (length > contiguous()) {
                    putInTwo(src, length);
                    return true;
                }
            }
            put(src, length);
            return true;
        } finally {
            assert guard.exit();
        }
    }

    // ------------------------------------------------------------------ two slices

    /**
     * The empty space, as two slices; {@link #commit} publishes what was put there. Both are empty when the ring is full,
     * where {@link #claim} returns null. {@link RingReader#peek} returns one empty buffer when it has nothing.
     *
     * @return always the same array of two; the second slice may be empty
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final ByteBuffer[] slices() throws RingAbandonedException {
        assert guard.enter(this);
        try {
            offered = NOTHING;
            return offerRoom(reserve(most));
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Calls the filler once with the empty space, also when there is none, and publishes as many bytes as it says. If it
     * throws, or returns a count that can't be, nothing is published and the writer stays usable.
     *
     * @param filler puts bytes into the slices; it may close this writer and ask it questions, but
     *     must not use it otherwise: that throws an {@link IllegalStateException} inside the filler
     * @return what the filler returned
     * @throws IllegalArgumentException if that was negative or more than there was room for
     * @throws IOException from the filler
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed, also if that happens meanwhile; nothing is published
     */
    public final int fill(Filler filler) throws IOException {
        assert guard.enter(this);
        try {
            int length = reserve(most);
            int count;
            try {
                enter();
                try {
                    count = filler.fill(lend(length), length);
                } finally {
                    if (lent) {
                        lent = false;
                        limit = limitBefore;
                    }
                }
                requireOwnOpen(); // nothing may follow the end of the stream
                Checks.count("filler", count, 0, length);
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
     * One scattering read ({@code readv}) from a channel into the empty space. The channel is not asked when the ring is
     * full. If the channel throws, nothing is published. A drained ring is filled from index 0 on, unless it has many readers or
     * overwrites: the channel gets one buffer in place of two, and a relay that keeps up stays in memory that is hot.
     *
     * @param source where the bytes come from
     * @return how many were written; 0 when the ring is full or the channel had none just now; −1 when the channel is at
     *     its end (the writer is not closed by that)
     * @throws IllegalArgumentException if the channel returned a count that can't be; nothing is published
     * @throws IOException from the channel
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed, also if that happens meanwhile; nothing is published
     */
    public final long transferFrom(ScatteringByteChannel source) throws IOException {
        assert guard.enter(this);
        try {
            room();
            startOver(); // reserve looks again
            int length = reserve(most);
            offered = NOTHING;
            if (length == 0) {
                return 0;
            }
            long count;
            try {
                enter();
                try {
                    ByteBuffer[] slices = lend(length);
                    count = slices[1].hasRemaining() ? source.read(slices, 0, 2) : source.read(slices[0]);
                } finally {
                    if (lent) {
                        lent = false;
                        limit = limitBefore;
                    }
                }
                requireOwnOpen(); // nothing may follow the end of the stream
                Checks.count("channel", count, -1, length);
                if (count > 0) {
                    advance((int) count);
                }
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

    // ------------------------------------------------------------------ contiguous claims

    /**
     * Reserves exactly {@code length} contiguous bytes, to be written in place and then published by {@link #commit}.
     *
     * <p>The claim is taken where the writer is, or at index 0 behind the wrap, or, once the ring is drained, at index 0
     * again: so every length up to {@link #maxClaim} succeeds as soon as the reader has caught up.
     *
     * <pre>{@code
     * ByteBuffer slot = writer.claim(12);
     * if (slot == null) {
     *     return false; // no room just now
     * }
     * slot.putInt(id).putLong(value);
     * writer.commit(12);
     * }</pre>
     *
     * An exception between claim and commit publishes nothing: the next call on the writer aborts the claim.
     *
     * <p>No room is null, and never an empty buffer, because a message would be put there without asking for its size. Calls
     * that show what there is return empty buffers: {@link #slices} two, {@link RingReader#peek} one.
     *
     * @param length from 1 to {@link #maxClaim}
     * @return the bytes, from the buffer's position to its limit; null if there is no such room just now
     * @throws IllegalArgumentException if {@code length} is outside that range
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final @Nullable ByteBuffer claim(int length) throws RingAbandonedException {
        Checks.room("length of a claim", length, 1, most, capacity);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            if (length <= limit - position && lifecycle.isOpen()) {
                return offerHere(length);
            }
            while (true) {
                room();
                boolean fits = length <= tail;
                if (!fits && length > roomAtStart()) {
                    return null;
                }
                if (fits ? announceOverwrite(length, 0) : announceOverwrite(0, length)) {
                    return fits ? offerHere(length) : offerAtStart(length);
                }
            }
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Reserves the largest contiguous piece there is now, up to {@code max} bytes. No room is null, as from {@link #claim}.
     *
     * @param max 1 or more; more than {@link #maxClaim} is the same as that
     * @return the bytes, from the buffer's position to its limit; null if the ring is full
     * @throws IllegalArgumentException if {@code max} is less than 1
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if this half is closed
     */
    public final @Nullable ByteBuffer claimUpTo(int max) throws RingAbandonedException {
        Checks.within("length of a claim", max, 1, Integer.MAX_VALUE);
        assert guard.enter(this);
        try {
            offered = NOTHING;
            if (max <= limit - position && lifecycle.isOpen()) {
                return offerHere(max);
            }
            while (true) {
                int wanted = Math.min(max, room());
                int atStart = Math.min(wanted, roomAtStart());
                int here = Math.min(wanted, tail);
                boolean fits = here >= atStart;
                if (fits && here == 0) {
                    return null;
                }
                if (fits ? announceOverwrite(here, 0) : announceOverwrite(0, atStart)) {
                    return fits ? offerHere(here) : offerAtStart(atStart);
                }
            }
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Publishes the first {@code length} bytes of what was last handed out by {@link #claim}, {@link #claimUpTo} or
     * {@link #slices}, and gives back the rest. 0 is the same as {@link #abort}. It does not check whether the reader is
     * closed; the next call does.
     *
     * @param length from 0 to the bytes handed out
     * @throws IllegalStateException if nothing was handed out, or another call has aborted it since
     * @throws IllegalArgumentException if {@code length} is negative or more than was handed out; the claim stays valid
     * @throws RingClosedException if this half is closed
     */
    public final void commit(int length) {
        assert guard.enter(this);
        try {
            requireOwnOpen();
            if (offered == NOTHING) {
                requireNotLent();
                throw new IllegalStateException("commit without a claim: length=" + length
                        + "; a claim ends with its commit, and with any other call that moves or hands out bytes");
            }
            Checks.within("length of a commit", length, 0, offered);
            offered = NOTHING;
            if (length > 0) {
                if (offeredAtStart) {
                    advanceBehindWrap(position, length);
                } else {
                    advance(length);
                }
            }
        } finally {
            assert guard.exit();
        }
    }

    /** Gives back what was claimed; nothing is published. Without a claim it does nothing. */
    public final void abort() {
        requireNotLent();
        offered = NOTHING;
    }

    // ------------------------------------------------------------------ waiting, from outside

    /**
     * Asks for one {@link Waiter#wake} when at least {@code atLeast} bytes are writable (over both slices) or the reader
     * is closed. One waiter at a time. It does not disturb a claim.
     *
     * @param waiter what to wake; called on the thread that makes the room or closes
     * @param atLeast from 1 to {@link #maxClaim}
     * @return false if that is so already: nothing is armed; true if armed, so that the waiter will be woken once, unless
     *     {@link #disarm} returns true first
     * @throws IllegalArgumentException if {@code atLeast} is outside that range
     * @throws IllegalStateException if a waiter is armed, or the ring was built with {@code signals(false)}
     * @throws RingClosedException if this half is closed
     */
    public final boolean arm(Waiter waiter, int atLeast) {
        Objects.requireNonNull(waiter, "waiter");
        Checks.room("amount to wait for", atLeast, 1, most, capacity);
        assert guard.enter(this);
        try {
            requireArmable();
            refresh();
            return armUnlessReached(waiter, targetForRoom(atLeast));
        } finally {
            assert guard.exit();
        }
    }

    /**
     * As {@link #arm}, until {@link #claim} of {@code length} succeeds: room for a claim must be contiguous.
     *
     * @param waiter what to wake
     * @param length from 1 to {@link #maxClaim}
     * @return false if the claim succeeds already, or the reader is closed; true if armed
     * @throws IllegalArgumentException if {@code length} is outside that range
     * @throws IllegalStateException if a waiter is armed, or the ring was built with {@code signals(false)}
     * @throws RingClosedException if this half is closed
     */
    public final boolean armClaim(Waiter waiter, int length) {
        Objects.requireNonNull(waiter, "waiter");
        Checks.room("length of a claim", length, 1, most, capacity);
        assert guard.enter(this);
        try {
            requireArmable();
            refresh();
            return armUnlessReached(waiter, targetForClaim(length));
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
        return state.writerSlot.disarm(waiter);
    }

    // ------------------------------------------------------------------ the end

    /**
     * The end of the stream: the reader gets what was published, then finds the ring exhausted. A claim is aborted. Wakes
     * a waiting reader, and what waits on this half. Idempotent, never waits, any thread.
     */
    @Override
    public final void close() {
        close(null);
    }

    /**
     * As {@link #close()}, with a cause: the reader still gets what was published, and then {@link RingReader#failure}
     * tells it that this was not all. Of several closes the first one wins; the others change nothing.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public final void close(@Nullable Throwable cause) {
        lifecycle.closeWriter(cause);
        state.afterWriterClose();
    }

    // ------------------------------------------------------------------ parts

    @Override
    final RingClosedException closed() {
        return new RingClosedException("writer", lifecycle.writerFailure());
    }

    private boolean armUnlessReached(Waiter waiter, long target) {
        if (seen - target >= 0 || isAbandoned()) {
            return false;
        }
        state.writerSlot.arm(waiter, target);
        boolean reached;
        try {
            // once more, now that the reader can see the waiter; pairs with RingReader.publish
            state.writerSlot.beforeLastLook();
            reached = !lifecycle.isOpen() || loadGate() - target >= 0;
        } catch (Throwable e) {
            state.writerSlot.disarm(waiter);
            throw e;
        }
        return slept(!(reached && state.writerSlot.disarm(waiter)));
    }

    private void requireArmable() {
        requireNotLent();
        requireOwnOpen();
        if (!signals) {
            throw new IllegalStateException("this ring was built with signals(false): nothing can be armed");
        }
    }

    private void requireOwnOpen() {
        if (lifecycle.isWriterClosed()) {
            throw closed();
        }
    }

    private void requireOpen() throws RingAbandonedException {
        if (!lifecycle.isOpen()) {
            requireOwnOpen();
            throw new RingAbandonedException(lifecycle.readerFailure());
        }
    }

    /** The room now, looked up afresh, if both halves live. */
    private int room() throws RingAbandonedException {
        requireNotLent();
        requireOpen();
        refresh();
        saw(position - seen);
        return Math.min(tail + head, most);
    }

    /** As much of the room, looked up afresh, as is wanted: it may be overwritten. */
    private int reserve(int wanted) throws RingAbandonedException {
        int count;
        do {
            count = Math.min(wanted, room());
        } while (!announceOverwriteOf(count));
        return count;
    }

    /** All of it, or nothing. */
    private boolean reserveAll(int wanted) throws RingAbandonedException {
        do {
            if (wanted > room()) {
                return false;
            }
        } while (!announceOverwriteOf(wanted));
        return true;
    }

    /** As {@link #announceOverwrite}, over both slices. */
    private boolean announceOverwriteOf(int count) {
        int here = Math.min(count, tail);
        return announceOverwrite(here, count - here);
    }

    /** The largest claim at index 0: the head, or everything when the ring is drained. */
    final int roomAtStart() {
        return seen == position ? capacity : head;
    }

    private ByteBuffer[] offerRoom(int length) {
        offeredAtStart = false;
        int here = Math.min(length, tail);
        // at the physical end the head is the first slice
        return here == 0 ? offer(0, length, 0) : offer(index(), here, length - here);
    }

    /** The room for a callback, which says itself what is to be published: nothing is left for a later commit. */
    private ByteBuffer[] lend(int length) {
        ByteBuffer[] slices = offerRoom(length);
        offered = NOTHING;
        lendOut();
        return slices;
    }

    @Override
    final @Nullable Throwable giveUp(@Nullable Throwable before) {
        return state.leaveWriter(before);
    }

    private ByteBuffer offerHere(int length) {
        offeredAtStart = false;
        return offer(index(), length);
    }

    private ByteBuffer offerAtStart(int length) {
        offeredAtStart = true;
        return offer(0, length);
    }

    /**
     * A write that overwrites what nobody needs: as many pieces as it takes. A close that comes meanwhile is for the next call, and a
     * waiter that throws is heard when all is written.
     */
    private int writeInPieces(byte @Nullable [] array, @Nullable ByteBuffer buffer, int offset, int length)
            throws RingAbandonedException {
        int done = 0;
        int count = 0;
        Throwable failure = null;
        do { // once also for no bytes: the half may refuse them
            long before = position;
            try {
                count = reserve(length - done);
                if (array != null) {
                    putInTwo(array, offset + done, count);
                } else if (buffer != null) {
                    putInTwo(buffer, count);
                }
            } catch (RingClosedException | RingAbandonedException e) {
                if (done == 0) {
                    throw e;
                }
                break;
            } catch (Throwable e) {
                if (position == before) {
                    throw e;
                }
                failure = Failures.and(failure, e);
            }
            done += count;
        } while (done < length && count > 0);
        Failures.rethrow(failure);
        return done;
    }

    /** Copies bytes for which there is room from the present index on, and publishes them. */
    private void put(byte[] src, int offset, int count) throws RingAbandonedException {
        long at = position;
        try {
            int index = (int) (at - base);
            startCopy(at + count);
            requireOpen();
            copyIn(index, src, offset, count);
            publish(at + count);
        } catch (Throwable e) {
            copyingTo = position; // without a call, for which there may be no stack
            throw copyFailed(at, e);
        }
    }

    /** As the other. */
    private void put(ByteBuffer src, int count) throws RingAbandonedException {
        long at = position;
        int start = src.position();
        try {
            int index = (int) (at - base);
            startCopy(at + count);
            requireOpen();
            copyIn(index, src, count);
            publish(at + count);
        } catch (Throwable e) {
            copyingTo = position;
            if (position == at) {
                ((Buffer) src).position(start);
            }
            throw copyFailed(at, e);
        }
    }

    /** Copies bytes for which there is room, perhaps in two pieces, and publishes them. */
    private void putInTwo(byte[] src, int offset, int count) throws RingAbandonedException {
        long at = position;
        try {
            startCopy(at + count);
            requireOpen();
            int here = Math.min(count, contiguous());
            copyIn(index(), src, offset, here);
            copyIn(0, src, offset + here, count - here);
            advance(count);
        } catch (Throwable e) {
            copyingTo = position;
            throw copyFailed(at, e);
        }
    }

    /** As the other. */
    private void putInTwo(ByteBuffer src, int count) throws RingAbandonedException {
        long at = position;
        int start = src.position();
        try {
            startCopy(at + count);
            requireOpen();
            int here = Math.min(count, contiguous());
            copyIn(index(), src, here);
            copyIn(0, src, count - here);
            advance(count);
        } catch (Throwable e) {
            copyingTo = position;
            if (position == at) {
                ((Buffer) src).position(start);
            }
            throw copyFailed(at, e);
        }
    }

    /** Publishes bytes that may reach over the physical end. */
    private void advance(int count) {
        int here = contiguous();
        if (count > here) {
            advanceBehindWrap(position + here, count);
        } else {
            publish(position + count);
        }
    }

    private void publish(long next) {
        if (usual) {
            Barrier.publish(written, next); // pairs with SpscReader.refresh, and with the last look of RingReader.arm
            position = next;
            readers.wakeIfReached(next);
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
            readers.wakeIfReached(next);
        }
    }

    /** Publishes bytes of which those from the given position on lie at index 0. */
    private void advanceBehindWrap(long at, int count) {
        mark(at); // before the position, so that the reader finds it
        long next = position + count;
        // the reader may go back there as soon as it finds the mark, so the writer must have gone back, whatever comes
        if (at == position) {
            previousBase = base;
            base = at;
            limit = at;
            store(next);
        } else {
            store(next);
            previousBase = base;
            base = at;
        }
        position = next;
        limit = next; // until it is known how much more is free
        wrapped(at);
        moved(next);
    }

    private void store(long next) {
        if (signals) {
            Barrier.publish(written, next); // pairs with SpscReader.refresh, and with the last look of RingReader.arm
        } else {
            written.storeRelease(next); // pairs with SpscReader.refresh
        }
    }
}
