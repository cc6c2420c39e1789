package io.bytering;

import io.bytering.internal.Barrier;
import io.bytering.internal.Bytes;
import io.bytering.internal.Counters;
import io.bytering.internal.Cursor;
import io.bytering.internal.Failures;
import io.bytering.internal.Half;
import io.bytering.internal.Marks;
import io.bytering.internal.UseGuard;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What a writer and a reader have in common: where they are, how far they may go without looking at the other half, and
 * the buffers they hand out. Only the half's own thread stores here; a question from another thread may load.
 *
 * <p>The steps of a call are in an order that leaves a usable half wherever it is cut short, by a {@link StackOverflowError}
 * for example: what others see is stored first, by one call, and the fields that follow from it are set right after that, with
 * no call between them.
 */
abstract class RingHalf extends Half {
    private static final AtomicLongFieldUpdater<RingHalf> COPYING_TO =
            AtomicLongFieldUpdater.newUpdater(RingHalf.class, "copyingTo");

    /** So far ahead is the mark of a call that lends memory out: further than any copy reaches. */
    private static final long INSIDE = 1L << 32;

    /** Nothing was handed out that could be committed or consumed. */
    static final int NOTHING = -1;

    /** Bytes this half has ever moved. */
    long position;

    /** The position at which index 0 was last started: the index of a position is {@code position - base}. */
    long base;

    /** Up to this position this half may go on from its index, contiguously, without asking anyone. */
    long limit;

    /**
     * Up to where this half copies just now, or further ahead for a callback: while that lies past the position that it has published,
     * a call uses the memory. Loaded by a close from elsewhere, and by the thread that frees the memory.
     */
    volatile long copyingTo;

    /** The other half's position as last loaded. */
    long seen;

    /** Bytes handed out by the last call, over both slices, or {@link #NOTHING}. */
    int offered = NOTHING;

    /** Whether a callback has this half's memory just now. Until it returns, every other use of the half is refused. */
    boolean lent;

    /** What {@link #limit} will be again then. */
    long limitBefore;

    /** The highest level that this half has seen; also in {@link #counters}, for others. */
    private int highest;

    final int capacity;
    final RingState state;
    final Counters counters;

    /** Whether anybody may sleep on this ring, so that positions are published with a fence. */
    final boolean signals;

    final UseGuard guard = new UseGuard();

    /** Who leaves, if this half is closed from elsewhere. */
    final Occupancy inside;

    /** Whether a close looks for its copies too: it may make this half's memory, or its room, somebody else's. */
    final boolean guarded;

    /** With signals, and not guarded: then moving takes the fewest steps. */
    final boolean usual;

    private final ByteBuffer memory;
    private final byte @Nullable [] array;
    private final int arrayOffset;
    private final ByteBuffer first;
    private final ByteBuffer second;
    private final ByteBuffer[] pair = new ByteBuffer[2];

    RingHalf(RingState state, long startPosition, Counters counters, Occupancy inside) {
        this.state = state;
        this.signals = state.signals;
        this.inside = inside;
        this.guarded = inside.isStrict();
        this.usual = state.signals && !guarded;
        this.copyingTo = startPosition;
        this.counters = counters;
        this.capacity = state.capacity;
        this.position = startPosition;
        this.base = startPosition;
        this.seen = startPosition;
        ByteBuffer whole = state.memory.buffer();
        this.memory = view(whole).order(ByteOrder.nativeOrder());
        this.first = view(whole);
        this.second = view(whole);
        this.array = whole.hasArray() ? whole.array() : null;
        this.arrayOffset = whole.hasArray() ? whole.arrayOffset() : 0;
        inside.half = this; // for others, so after what they load
    }

    /** The whole memory, with a position and a limit of its own. */
    static ByteBuffer view(ByteBuffer whole) {
        ByteBuffer view = whole.duplicate();
        ((Buffer) view).clear();
        return view;
    }

    @Override
    protected final Counters counters() {
        return counters;
    }

    /** Whether this half sleeps now: that is what its arm returns. */
    final boolean slept(boolean asleep) {
        if (asleep) {
            counters.add(Counters.SLEEPS, 1);
        }
        return asleep;
    }

    /** How full the ring was when this half looked at the other. */
    final void saw(long level) {
        // more than the capacity only where the half was closed and lapped meanwhile
        if (level > highest && level <= capacity) {
            highest = (int) level;
            counters.set(Counters.HIGHEST, level);
        }
    }

    /** For people: the position is that of this half's thread, and elsewhere may be an old one. */
    @Override
    public final String toString() {
        return (this instanceof RingWriter ? "RingWriter" : "RingReader") + "[capacity=" + capacity + ", position="
                + position + ", " + ByteRing.word(isClosed()) + "]";
    }

    /** The index of the present position. */
    final int index() {
        return (int) (position - base);
    }

    /** Bytes from the present index on that are known to be this half's. */
    final int contiguous() {
        return (int) (limit - position);
    }

    final void copyIn(int index, byte[] src, int offset, int length) {
        byte[] to = array;
        if (to != null) {
            System.arraycopy(src, offset, to, arrayOffset + index, length);
        } else {
            Bytes.put(memory, index, src, offset, length);
        }
    }

    final void copyIn(int index, ByteBuffer src, int length) {
        byte[] to = array;
        if (to != null) {
            src.get(to, arrayOffset + index, length);
        } else {
            Bytes.put(memory, index, src, length);
        }
    }

    final void copyOut(int index, byte[] dst, int offset, int length) {
        byte[] from = array;
        if (from != null) {
            System.arraycopy(from, arrayOffset + index, dst, offset, length);
        } else {
            Bytes.get(memory, index, dst, offset, length);
        }
    }

    final void copyOut(int index, ByteBuffer dst, int length) {
        byte[] from = array;
        if (from != null) {
            dst.put(from, arrayOffset + index, length);
        } else {
            Bytes.get(memory, index, dst, length);
        }
    }

    final byte byteAt(int index) {
        try {
            return memory.get(index);
        } catch (IllegalStateException freed) {
            throw orClosed(freed);
        }
    }

    /**
     * A copy is about to begin, after which the half will be at that position. Then the caller checks whether the half is closed: so
     * either it sees that, or the close of a guarded half, and the thread that frees memory, see the mark. The mark ends when
     * that position is published.
     */
    final void startCopy(long next) {
        if (Marks.areNeeded() && (Barrier.isAsymmetric() || !guarded)) {
            COPYING_TO.lazySet(this, next);
            Marks.fence(); // for the compiler; for the processor a close of a guarded half forces one, or else Freeing
        } else if (guarded) {
            COPYING_TO.set(this, next);
        }
    }

    /** As {@link #startCopy}, and throws if the half is closed. */
    final void startCopyIfOpen(long next) {
        startCopy(next);
        if (isClosed()) {
            endCopy();
            throw closed();
        }
    }

    /** Nothing was copied, or the copy moves nothing. */
    final void endCopy() {
        startCopy(position);
        if (guarded) {
            leaveIfClosed(null);
        }
    }

    /**
     * A copy threw, at that position, and its mark was taken back.
     *
     * @return what to throw
     */
    final RuntimeException copyFailed(long at, Throwable e) {
        if (guarded) {
            leave(e);
        }
        if (e instanceof IllegalStateException && position == at) {
            return orClosed((IllegalStateException) e);
        }
        Failures.rethrow(e);
        throw new AssertionError(e);
    }

    /** Any thread: whether a call uses the memory; or, if {@code lentOnly}, whether a callback does. */
    final boolean isInside(Cursor published, boolean lentOnly) {
        long mark = copyingTo; // loaded first, so that copies that follow do not look like a callback
        return mark - published.loadVolatile() > (lentOnly ? capacity : 0);
    }

    /**
     * A call goes inside: until it leaves, the memory stays, and the room of what it reads is not the writer's. It is marked
     * further ahead than any copy.
     */
    final void enter() {
        storeMark(position + INSIDE);
        if (isClosed()) {
            throw closed();
        }
    }

    /** The call is over. If the half was closed meanwhile, this is where it gives up what it used. */
    final void leave(@Nullable Throwable before) {
        storeMark(position);
        leaveIfClosed(before);
    }

    /** A position was published, which ends the mark of a guarded half's copy. */
    final void leaveIfGuarded() {
        if (guarded) {
            if (!signals) {
                storeMark(position); // as it was published without a fence
            }
            leaveIfClosed(null);
        }
    }

    private void leaveIfClosed(@Nullable Throwable before) {
        if (isClosed() && inside.leaveOnce()) {
            Throwable failure = giveUp(before);
            if (failure != before) {
                Failures.rethrow(failure);
            }
        }
    }

    /** Then the half checks whether it is closed. Pairs with {@link Occupancy#close}. */
    private void storeMark(long upTo) {
        if (Barrier.isAsymmetric()) {
            COPYING_TO.lazySet(this, upTo);
            Marks.fence();
        } else {
            COPYING_TO.set(this, upTo);
        }
    }

    /** Gives up what this half used, as {@link RingState#leaveReader} and {@link RingState#leaveWriter} do. */
    abstract @Nullable Throwable giveUp(@Nullable Throwable before);

    /** What an access of freed memory threw: it was freed because this half was closed meanwhile. */
    final IllegalStateException orClosed(IllegalStateException freed) {
        return isClosed() ? closed() : freed;
    }

    /** Whether this half was closed. */
    abstract boolean isClosed();

    /** For a call on this half once it is closed. */
    abstract RingClosedException closed();

    /** One slice, and it is what may be committed or consumed next. */
    final ByteBuffer offer(int index, int length) {
        offered = length;
        return place(first, index, length);
    }

    /** Two slices, the second from index 0, and both are what may be committed or consumed next. */
    final ByteBuffer[] offer(int index, int length, int lengthAtStart) {
        offered = length + lengthAtStart;
        pair[0] = place(first, index, length);
        pair[1] = place(second, 0, lengthAtStart);
        return pair;
    }

    private static ByteBuffer place(ByteBuffer slice, int index, int length) {
        ((Buffer) slice).limit(index + length);
        ((Buffer) slice).position(index);
        return slice;
    }

    /**
     * A callback is about to get the memory. With this limit no call takes its fast path, not even for 0 bytes. When the callback
     * returns or throws, the caller undoes this by itself, so that no call can fail there.
     */
    final void lendOut() {
        limitBefore = limit;
        limit = position - 1;
        lent = true;
    }

    /** On the slow path of every call that moves, hands out or waits. */
    final void requireNotLent() {
        if (lent) {
            throw new IllegalStateException(
                    "the memory of this half is lent to a callback, and nothing else may use the half"
                            + " before the callback returns: " + this);
        }
    }
}
