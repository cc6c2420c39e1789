package io.bytering.message;

import io.bytering.RingClosedException;
import io.bytering.Waiter;
import io.bytering.internal.Checks;
import io.bytering.internal.Counters;
import io.bytering.internal.Failures;
import io.bytering.internal.Places;
import io.bytering.internal.Region;
import io.bytering.internal.UseGuard;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a ring of messages. No call waits.
 *
 * <p>Take messages one by one ({@link #peek} and {@link #consume}, or {@link #tryRead()}), or many at a time by {@link #drain},
 * which is the fastest:
 *
 * <pre>{@code
 * while (reader.drain(message -> handle(message), 256) >= 0) {
 *     Thread.yield(); // nothing more just now: do something else, or wait
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> A reader belongs to one thread at a time; handing it to another needs a happens-before edge. Any thread may call
 * {@link #close} and {@link #disarm}, and ask questions. With assertions enabled, two threads inside one reader are detected and named.
 *
 * <p><b>Endings.</b>
 *
 * <ul>
 *   <li>When the ring was closed, every message that was claimed before is still read, once it is committed; then the ring is
 *       exhausted ({@link #isExhausted}). {@link #failure} tells the cause that the ring was closed with.
 *   <li>{@link #close} abandons the ring: writers' next claim throws {@link io.bytering.RingAbandonedException}, and what was not
 *       read is lost. The memory is freed when no claim is left and no call is inside.
 *   <li>After its own close every call that would move bytes throws {@link RingClosedException}. A close from another thread
 *       lets a call that is inside end: what a {@link MessageHandler} was given stays as it is until then. What {@link #peek}
 *       handed out may change as soon as the reader is closed; then {@link #consume} throws, so that you know.
 * </ul>
 */
public final class MessageReader implements AutoCloseable {
    /** No message waits. A slot is never this value. */
    private static final long NOTHING = -1;

    private final MessageState state;
    private final Places places;
    private final Region region;
    private final UseGuard guard = new UseGuard();

    /** So many units may be used before they are published. */
    private final long quarter;

    /** Where this reader is; as {@link MessageState#read}, except within a drain. */
    private long at;

    /** The slot of the message that was handed out, or {@link #NOTHING}. */
    private long offered = NOTHING;

    /** What a writer's waiter threw at a call that had a message to return. The next call throws it. */
    private @Nullable Throwable late;

    /** Whether a handler has a message just now. Until it returns, every other use of the reader is refused. */
    private boolean lent;

    MessageReader(MessageState state) {
        this.state = state;
        this.places = state.places;
        this.region = new Region(state.memory.buffer());
        this.quarter = Math.max(1, places.units() / 4);
        this.at = state.read.loadVolatile();
    }

    // ------------------------------------------------------------------ questions

    /**
     * Whether this reader was closed. Any thread.
     *
     * @return true from the close on
     */
    public boolean isClosed() {
        return state.lifecycle.isReaderClosed();
    }

    /**
     * Whether the ring was closed, so that nothing comes behind what was claimed before. Any thread.
     *
     * @return true from {@link MessageRing#close()} on
     */
    public boolean isEnded() {
        return state.lifecycle.isWriterClosed();
    }

    /**
     * Why the ring was closed, from its close on: also while messages still wait, so look after the end was met. Any thread.
     *
     * @return the cause of {@link MessageRing#close(Throwable)}; null if the ring is open, or was closed without one
     */
    public @Nullable Throwable failure() {
        return state.lifecycle.writerFailure();
    }

    /**
     * Why this reader was closed. Any thread.
     *
     * @return the cause of {@link #close(Throwable)}; null if this reader is open, or was closed without one
     */
    public @Nullable Throwable closeCause() {
        return state.lifecycle.readerFailure();
    }

    /**
     * Whether every message was read and none will ever come. Any thread. Aborted claims at the end count as messages until {@link #peek},
     * {@link #tryRead()} or {@link #drain} has passed them.
     *
     * @return true once the ring is closed and everything was consumed
     */
    public boolean isExhausted() {
        return state.endsAt(state.read.loadAcquire());
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
        return "MessageReader[" + state.name + ", " + MessageRing.word(isClosed()) + "]";
    }

    // ------------------------------------------------------------------ one message

    /**
     * Hands out the next message, and leaves it where it is.
     *
     * @return the message, perhaps empty, from the buffer's position to its limit; null if none waits: {@link #isExhausted} tells
     *     whether there ever will be one. The buffer is always the same one, and valid until the next call here that moves or hands
     *     out messages. Its index 0 is that of the ring, so use relative methods. The byte order is big endian until set otherwise, and
     *     stays as set
     * @throws RingClosedException if this reader is closed
     */
    public @Nullable ByteBuffer peek() {
        assert guard.enter(this);
        try {
            requireUsable();
            long slot = look();
            offered = slot;
            return slot == NOTHING ? null : offer(slot, at);
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Gives up the message that {@link #peek} has handed out.
     *
     * @throws IllegalStateException if none was, or another call has ended that
     * @throws RingClosedException if this reader is closed
     */
    public void consume() {
        assert guard.enter(this);
        try {
            requireUsable();
            long slot = offered;
            if (slot == NOTHING) {
                throw new IllegalStateException(
                        "consume without a message: peek comes first, and any other call that moves messages ends it");
            }
            offered = NOTHING;
            use(slot);
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Takes the next message, in an array of its own. If a writer that is woken by that has a {@link Waiter} that throws, this call
     * returns the message all the same, and the next one that moves or hands out messages throws what the waiter threw.
     *
     * @return the message; null if none waits
     * @throws RingClosedException if this reader is closed
     */
    public byte @Nullable [] tryRead() {
        assert guard.enter(this);
        try {
            requireUsable();
            offered = NOTHING;
            long slot = look();
            if (slot == NOTHING) {
                return null;
            }
            byte[] message = new byte[Places.length(slot)];
            long before = at;
            try {
                copy(slot, message, null);
            } catch (Throwable e) {
                if (at == before) {
                    throw e; // the message stays
                }
                late = e; // it is the caller's, who would not get it
            }
            return message;
        } finally {
            assert guard.exit();
        }
    }

    /**
     * Copies the next message, and moves the buffer's position by its length.
     *
     * @param dst where the message goes; any kind of buffer that is not read-only
     * @return whether there was one
     * @throws IllegalArgumentException if the message does not fit; it stays
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only; the message stays
     * @throws RingClosedException if this reader is closed
     */
    public boolean tryRead(ByteBuffer dst) {
        assert guard.enter(this);
        try {
            requireUsable();
            offered = NOTHING;
            long slot = look();
            if (slot == NOTHING) {
                return false;
            }
            int length = Places.length(slot);
            if (length > dst.remaining()) {
                throw new IllegalArgumentException(
                        "the message is longer than the buffer: length=" + length + ", remaining=" + dst.remaining());
            }
            copy(slot, null, dst);
            return true;
        } finally {
            assert guard.exit();
        }
    }

    // ------------------------------------------------------------------ many messages

    /**
     * Hands messages to a handler, in order and in place. They are given up in batches: at the end, and when a quarter of the ring was
     * used. A handler that throws has not used its message: that one comes again, and those before it are given up.
     *
     * @param handler takes each message; it must not use this reader, but may close it
     * @param limit of the number of messages, 1 or more
     * @return how many messages were handled; 0 if none waits; −1 if the ring is exhausted
     * @throws IllegalArgumentException if {@code limit} is less
     * @throws RingClosedException if this reader is closed
     */
    public int drain(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        Checks.within("limit", limit, 1, Integer.MAX_VALUE);
        assert guard.enter(this);
        try {
            requireUsable();
            offered = NOTHING;
            enter();
            long start = at;
            int done = 0;
            Throwable failure = null;
            long next = start;
            long used = 0;
            lent = true;
            try {
                while (done < limit && !isClosed()) {
                    long slot = state.slot(next);
                    if (!places.isSettled(slot, next)) {
                        break;
                    }
                    if (Places.length(slot) >= 0) {
                        handler.onMessage(offer(slot, next));
                        done++;
                    }
                    own(slot, next);
                    next = places.after(slot, next);
                    used += Places.unitsOf(slot);
                    if (used >= quarter) {
                        used = 0;
                        moveTo(next);
                    }
                }
            } catch (Throwable e) {
                failure = e;
            }
            lent = false;
            try {
                if (next != at) {
                    moveTo(next);
                }
            } catch (Throwable e) {
                failure = Failures.and(failure, e);
            }
            Failures.rethrow(leave(failure));
            return done == 0 && next == start && state.endsAt(start) ? -1 : done;
        } finally {
            assert guard.exit();
        }
    }

    // ------------------------------------------------------------------ waiting, from outside

    /**
     * Asks for one {@link Waiter#wake} when the next message is there, or the ring is closed. One waiter at a time. It does not disturb what
     * {@link #peek} handed out. An aborted claim wakes too, so look, and arm again.
     *
     * @param waiter what to wake; called on the thread that commits, aborts or closes
     * @return false if there is something to look at, or the ring is exhausted: nothing is armed; true if armed, so that the waiter will be
     *     woken once, unless {@link #disarm} returns true first
     * @throws IllegalStateException if a waiter is armed
     * @throws RingClosedException if this reader is closed
     */
    public boolean arm(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        assert guard.enter(this);
        try {
            requireUsable();
            if (isReached()) {
                return false;
            }
            state.sleepingReader.arm(waiter, places.sequence(at));
            boolean reached;
            try {
                state.sleepingReader.beforeLastLook(); // pairs with settle
                reached = isReached();
            } catch (Throwable e) {
                disarm(waiter);
                throw e;
            }
            if (reached && disarm(waiter)) {
                return false;
            }
            state.sleepingReader.counters.add(Counters.SLEEPS, 1);
            return true;
        } finally {
            assert guard.exit();
        }
    }

    /** The slot, then whether there is an end, then the tail: so an end is never seen before the last message. */
    private boolean isReached() {
        return places.isSettled(state.slot(at), at) || isClosed() || state.endsAt(at);
    }

    /**
     * Takes back an arm. Any thread.
     *
     * @param waiter the waiter that was armed
     * @return true: it was still armed and will not be woken; false: it was woken, is being woken, or never was armed
     */
    public boolean disarm(Waiter waiter) {
        return state.sleepingReader.disarm(waiter);
    }

    // ------------------------------------------------------------------ the end

    /**
     * Abandons the ring: writers' next claim throws {@link io.bytering.RingAbandonedException}. What was claimed before may be committed, and
     * is lost. Wakes all who wait. Idempotent, never waits, any thread.
     */
    @Override
    public void close() {
        close(null);
    }

    /**
     * As {@link #close()}, with a cause, which writers get. Of several closes the first one wins.
     *
     * @param cause why; null is the same as {@link #close()}
     */
    public void close(@Nullable Throwable cause) {
        state.closeReader(cause);
    }

    // ------------------------------------------------------------------ parts

    private void requireUsable() {
        if (lent) {
            throw new IllegalStateException(
                    "a message of this reader is lent to a handler, and nothing else may use the"
                            + " reader before the handler returns: " + this);
        }
        Throwable thrown = late;
        if (thrown != null) {
            late = null;
            Failures.rethrow(thrown);
        }
        requireOpen();
    }

    private void requireOpen() {
        if (isClosed()) {
            throw new RingClosedException("reader", closeCause());
        }
    }

    /** The slot of the next message, behind claims that were aborted; or {@link #NOTHING}. */
    private long look() {
        while (true) {
            long slot = state.slot(at);
            if (!places.isSettled(slot, at)) {
                return NOTHING;
            }
            if (Places.length(slot) >= 0) {
                return slot;
            }
            moveTo(places.after(slot, at));
        }
    }

    private ByteBuffer offer(long slot, long word) {
        return region.offer(places.indexOf(slot, word), Places.length(slot));
    }

    /** Copies the next message to one of the two, and gives it up. */
    private void copy(long slot, byte @Nullable [] array, @Nullable ByteBuffer buffer) {
        int start = buffer == null ? 0 : buffer.position();
        Throwable failure = null;
        enter();
        try {
            int index = places.indexOf(slot, at);
            int length = Places.length(slot);
            if (array != null) {
                region.get(index, array, 0, length);
            } else if (buffer != null) {
                region.get(index, buffer, length);
            }
            own(slot, at);
        } catch (Throwable e) {
            if (buffer != null) {
                ((Buffer) buffer).position(start);
            }
            failure = e;
        }
        failure = leave(failure);
        Failures.rethrow(failure);
        moveTo(places.after(slot, at));
    }

    private void use(long slot) {
        enter();
        own(slot, at);
        Failures.rethrow(leave(null));
        moveTo(places.after(slot, at));
    }

    private void own(long slot, long word) {
        int index = places.indexOf(slot, word);
        region.own(index, (int) Math.min(places.capacity(), index + places.bytes(Places.unitsOf(slot))));
    }

    private void moveTo(long word) {
        state.publish(word);
        at = word;
        state.afterPublish();
    }

    /** The memory stays until {@link #leave}. */
    private void enter() {
        state.enterReader();
        if (isClosed()) {
            Failures.rethrow(leave(null));
            requireOpen();
        }
    }

    /** Returns what is to be thrown in the end. */
    private @Nullable Throwable leave(@Nullable Throwable before) {
        try {
            state.leaveReader();
            return before;
        } catch (Throwable e) {
            return Failures.and(before, e);
        }
    }
}
