package io.bytering.message;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.Waiter;
import io.bytering.internal.Checks;
import io.bytering.internal.Forgotten;
import io.bytering.internal.Region;
import io.bytering.internal.UseGuard;
import java.lang.ref.WeakReference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One of the writers of a ring of messages. No call waits: without room it says so.
 *
 * <p>Write a whole message by {@link #tryWrite(byte[])}, or in place:
 *
 * <pre>{@code
 * ByteBuffer slot = writer.claim(12);
 * if (slot != null) {
 *     try {
 *         slot.putInt(id).putLong(value);
 *         writer.commit(12);
 *     } catch (Throwable e) {
 *         writer.abort();
 *         throw e;
 *     }
 * }
 * }</pre>
 *
 * <p><b>A claim that is not finished.</b> Writers do not wait for each other while they fill what they have claimed, but the reader
 * takes messages in the order of their claims. So it waits for each claim to be committed or aborted, and later messages wait behind
 * it. Once they have used up the ring's room, writers find none. Nothing is lost. No time limit and nobody else takes a claim
 * away as long as its writer is in use. It is aborted
 *
 * <ul>
 *   <li>by {@link #abort}, by this writer's next claim or write, and by {@link #close} on the thread that claimed;
 *   <li>by {@code close} on another thread, if the thread that claimed has ended. Else that only marks the writer, since its
 *       thread may be writing into the bytes; the writer's next call aborts the claim and throws;
 *   <li>by the garbage collector, a while after the last reference to the writer and to the claimed buffer is gone.
 * </ul>
 *
 * <p><b>Threads.</b> A writer belongs to one thread at a time; handing it to another needs a happens-before edge. Finish a claim on
 * the thread that made it. Any thread may call {@link #close} and {@link #disarm}, and ask questions. With assertions enabled, two
 * threads inside one writer are detected and named.
 *
 * <p><b>Endings.</b> Once the ring is closed, claims and writes throw {@link RingClosedException}; once its reader is,
 * {@link RingAbandonedException}. What was claimed before may still be committed. After this writer's own {@link #close} every call
 * that would move bytes throws {@link RingClosedException}; the ring and its other writers go on.
 */
public final class MessageWriter implements AutoCloseable {
    private static final AtomicIntegerFieldUpdater<MessageWriter> LAST_USE =
            AtomicIntegerFieldUpdater.newUpdater(MessageWriter.class, "lastUse");

    private static final int NOTHING = -1;

    private final MessageState state;
    private final Region region;
    private final Claim claim = new Claim();
    private final SleepingWriter sleeper = new SleepingWriter(claim);
    private final UseGuard guard = new UseGuard();
    /** From the first call on that may leave a claim, or a place in the queue, behind. */
    private @Nullable Forgotten watch;

    /** The length of the claim, or {@link #NOTHING}. */
    private int claimed = NOTHING;

    /** The thread that claims, for a close from elsewhere. Stored before the claim is made. */
    private @Nullable Thread owner;

    private volatile boolean closed;

    /** Stored at the end of each call that settles a claim, so that this writer is within reach until then. */
    @SuppressWarnings("unused")
    private volatile int lastUse;

    MessageWriter(MessageState state) {
        this.state = state;
        this.region = new Region(state.memory.buffer());
    }

    /** A writer that is forgotten gives up what it has. */
    private void beWatched() {
        if (watch == null) {
            watch = Forgotten.watch(region.slice(), whenForgotten(new WeakReference<>(state), claim));
        }
    }

    /** Refers neither to the writer nor to the ring: a claim without an owner must not keep them. */
    private static Runnable whenForgotten(WeakReference<MessageState> ring, Claim claim) {
        return () -> {
            MessageState state = ring.get();
            if (state != null) {
                state.forget(claim);
            }
        };
    }

    // ------------------------------------------------------------------ questions

    /**
     * The length of the longest message.
     *
     * @return bytes: the ring's capacity
     */
    public int maxMessageLength() {
        return state.places.capacity();
    }

    /**
     * Whether this writer was closed. Any thread. The ring may be closed without that.
     *
     * @return true from the close on
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * What the ring has done so far.
     *
     * @return always the same
     */
    public MessageStatistics statistics() {
        return state.statistics;
    }

    /** For people. */
    @Override
    public String toString() {
        return "MessageWriter[" + state.name + ", " + MessageRing.word(closed) + "]";
    }

    // ------------------------------------------------------------------ whole messages

    /**
     * Writes a message, or nothing; else as {@link #tryWrite(byte[], int, int)}.
     *
     * @param message all of it
     * @return whether it was written; false without room
     * @throws IllegalArgumentException if it is longer than {@link #maxMessageLength}
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if the ring or this writer is closed
     */
    public boolean tryWrite(byte[] message) throws RingAbandonedException {
        return tryWrite(message, 0, message.length);
    }

    /**
     * Writes a message, or nothing. It aborts a claim.
     *
     * @param src where the message is
     * @param offset its first byte's place in {@code src}
     * @param length its length, from 0 to {@link #maxMessageLength}
     * @return whether it was written; false without room
     * @throws IndexOutOfBoundsException if the range is not within {@code src}
     * @throws IllegalArgumentException if it is longer than that
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if the ring or this writer is closed
     */
    public boolean tryWrite(byte[] src, int offset, int length) throws RingAbandonedException {
        Checks.range(src.length, offset, length);
        requireLength(length);
        assert guard.enter(this);
        try {
            if (!take(length)) {
                return false;
            }
            try {
                region.put(index(), src, offset, length);
            } catch (Throwable e) {
                drop();
                throw e;
            }
            state.commit(claim, length);
            return true;
        } finally {
            stayReachable();
            assert guard.exit();
        }
    }

    /**
     * Writes a message, or nothing, and moves the buffer's position to its limit. It aborts a claim.
     *
     * @param message what the buffer has left; any kind of buffer
     * @return whether it was written; false without room
     * @throws IllegalArgumentException if it is longer than {@link #maxMessageLength}
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if the ring or this writer is closed
     */
    public boolean tryWrite(ByteBuffer message) throws RingAbandonedException {
        int length = message.remaining();
        int start = message.position();
        requireLength(length);
        assert guard.enter(this);
        try {
            if (!take(length)) {
                return false;
            }
            try {
                region.put(index(), message, length);
            } catch (Throwable e) {
                ((Buffer) message).position(start);
                drop();
                throw e;
            }
            state.commit(claim, length);
            return true;
        } finally {
            stayReachable();
            assert guard.exit();
        }
    }

    // ------------------------------------------------------------------ in place

    /**
     * Claims the place of a message, to be filled and then {@linkplain #commit committed}. A claim that was not finished is aborted.
     *
     * @param length of the message, from 0 to {@link #maxMessageLength}; if you don't know it yet, the most it may be
     * @return its bytes, from the buffer's position to its limit; null without room. The buffer is always the same one, and this
     *     writer's until the claim ends. Its index 0 is that of the ring, so use relative methods. The byte order is big endian until
     *     set otherwise, and stays as set
     * @throws IllegalArgumentException if {@code length} is outside that range
     * @throws RingAbandonedException if the reader is closed
     * @throws RingClosedException if the ring or this writer is closed
     */
    public @Nullable ByteBuffer claim(int length) throws RingAbandonedException {
        requireLength(length);
        assert guard.enter(this);
        try {
            beWatched(); // first, as there may be no memory for that
            if (!take(length)) {
                return null;
            }
            claimed = length;
            return region.offer(index(), length);
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Publishes the first {@code length} bytes of the claim as a message. What is left of a longer claim is given back if nobody has
     * claimed after it; else it is used up with the message.
     *
     * @param length from 0 to the length that was claimed
     * @throws IllegalStateException if nothing was claimed, or another call has aborted it since
     * @throws IllegalArgumentException if {@code length} is negative or more than was claimed; the claim stays
     * @throws RingClosedException if this writer is closed; the claim is aborted
     */
    public void commit(int length) {
        assert guard.enter(this);
        try {
            requireOpen();
            if (claimed == NOTHING) {
                throw new IllegalStateException("commit without a claim: length=" + length
                        + "; a claim ends with its commit, and with any other call that claims or writes");
            }
            Checks.within("length of a commit", length, 0, claimed);
            claimed = NOTHING;
            state.commit(claim, length);
        } finally {
            stayReachable();
            assert guard.exit();
        }
    }

    /** Gives back what was claimed: no message comes of it. Without a claim it does nothing. */
    public void abort() {
        assert guard.enter(this);
        try {
            drop();
        } finally {
            stayReachable();
            assert guard.exit();
        }
    }

    // ------------------------------------------------------------------ waiting, from outside

    /**
     * Asks for one {@link Waiter#wake} when it is this writer's turn and there is room, or when the ring or its reader is closed.
     *
     * <p>Writers are served first come first served. From here on room is kept free for this one, until it has claimed; also after it was
     * woken. So a writer that was woken must claim, {@link #giveUp} or close: the others wait for it. If it finds no room after
     * all and arms again, it keeps its place. It aborts a claim: who sleeps with one would hold up the reader forever.
     *
     * @param waiter what to wake; called on the thread that makes the room or closes, perhaps before this call returns
     * @param length of the message that there must be room for, from 0 to {@link #maxMessageLength}
     * @return false if the ring or its reader is closed: nothing is armed; true if armed, so that the waiter will be woken once,
     *     unless {@link #disarm} returns true first
     * @throws IllegalArgumentException if {@code length} is outside that range
     * @throws IllegalStateException if a waiter is armed
     * @throws RingClosedException if this writer is closed
     */
    public boolean arm(Waiter waiter, int length) {
        Objects.requireNonNull(waiter, "waiter");
        requireLength(length);
        assert guard.enter(this);
        try {
            requireOpen();
            drop();
            if (!state.lifecycle.isOpen()) {
                return false;
            }
            beWatched();
            state.sleepingWriters.arm(sleeper, waiter, length, state.places.units(length));
            if (closed) { // meanwhile: its close may have come too early to find the waiter
                state.sleepingWriters.leave(sleeper);
            }
            return true;
        } finally {
            stayReachable();
            assert guard.exit();
        }
    }

    /**
     * Takes back an arm, and the writer's place with it. Any thread.
     *
     * @param waiter the waiter that was armed
     * @return true: it was still armed and will not be woken; false: it was woken, is being woken, or never was armed. Then {@link
     *     #giveUp} unless you claim
     */
    public boolean disarm(Waiter waiter) {
        return state.sleepingWriters.disarm(sleeper, waiter);
    }

    /**
     * Gives up the place of a writer that was woken and does not claim, so that others are served. If a waiter is still armed, it is woken.
     * Any thread.
     */
    public void giveUp() {
        state.sleepingWriters.leave(sleeper);
    }

    // ------------------------------------------------------------------ the end

    /**
     * Leaves the ring; the others go on. What was committed is read. A claim is aborted, on its own thread or if that has ended;
     * otherwise by this writer's next call. Wakes what waits on this writer. Idempotent, never waits, any thread.
     */
    @Override
    public void close() {
        closed = true; // before the claim is looked at: a claim made later belongs to a thread that has this before it
        Thread thread = owner;
        boolean own = thread == Thread.currentThread();
        try {
            if (claim.isHeld() && (own || isEnded(owner)) && claim.take()) {
                state.abort(claim);
            }
        } finally {
            Forgotten watched = watch;
            if (own && watched != null) {
                watched.end();
            }
            state.sleepingWriters.leave(sleeper);
            stayReachable();
        }
    }

    /** Of the thread that claimed: loaded after the claim. */
    private static boolean isEnded(@Nullable Thread thread) {
        return thread != null && !thread.isAlive();
    }

    // ------------------------------------------------------------------ parts

    private void requireLength(int length) {
        Checks.within("length of a message", length, 0, state.places.capacity());
    }

    private void requireOpen() {
        if (closed) {
            drop();
            throw new RingClosedException("writer");
        }
    }

    /** Makes a claim in place of the one there was, if there is room. */
    private boolean take(int length) throws RingAbandonedException {
        requireOpen();
        drop();
        Thread current = Thread.currentThread();
        if (owner != current) {
            owner = current;
        }
        if (!state.claim(claim, sleeper, length)) {
            return false;
        }
        if (sleeper.queued) {
            leaveQueue();
        }
        return true;
    }

    /** It has claimed. A stranger that is served now may throw, or close this writer. */
    private void leaveQueue() {
        try {
            state.sleepingWriters.leave(sleeper);
            requireOpen();
        } catch (Throwable e) {
            drop();
            throw e;
        }
    }

    private int index() {
        return state.places.index(claim.from, claim.to);
    }

    /** Aborts the claim, if there is one. */
    private void drop() {
        claimed = NOTHING;
        if (claim.isHeld()) {
            state.abort(claim);
        }
    }

    /** The compiler may take this for garbage after its last use here, and with it a claim that is just being settled. */
    private void stayReachable() {
        LAST_USE.lazySet(this, 0);
    }
}
