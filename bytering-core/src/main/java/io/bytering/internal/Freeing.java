package io.bytering.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Frees memory on a thread of its own, as that can take long: on Java 22 and later each piece needs a handshake with every
 * thread of the JVM. A piece comes here when it is closed or when it was forgotten, by the same queue, so once.
 *
 * <p>The thread starts with the first piece, and ends some seconds after the last one.
 */
final class Freeing implements Runnable {
    /** So many closed pieces may wait for the thread. One more, and who closes it frees one of them. */
    static final int MOST_PIECES = 1024;

    /** So many bytes may wait for the thread in more than one piece. */
    static final long MOST_BYTES = 64L << 20;

    /** The closed and the forgotten. */
    static final ReferenceQueue<ByteBuffer> QUEUE = new ReferenceQueue<>();

    /** A piece in which a channel is busy, or that is copied from or to, is tried again after one millisecond, two, four, and so on up to this. */
    private static final long LONGEST_MILLIS = 1000;

    private static final long IDLE_MILLIS = 5000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Keeps the references themselves reachable. */
    private static final Set<Piece> ALIVE = ConcurrentHashMap.newKeySet();

    /** A channel was busy in them. */
    private static final Queue<Piece> BUSY = new ConcurrentLinkedQueue<>();

    private static final AtomicReference<@Nullable Freeing> RUNNING = new AtomicReference<>();

    /** Closed, and not tried yet. Both numbers may be a moment late, in either direction. */
    private static final AtomicInteger WAITING = new AtomicInteger();

    private static final AtomicLong WAITING_BYTES = new AtomicLong();

    private static final AtomicLong FREED_BY_OTHERS = new AtomicLong();

    /** What was closed before then lies before a fence on every thread. A moment late, or an older one, does no harm. */
    private static volatile long fencedAt = System.nanoTime();

    /** Whether the thread is asked to look for forgotten memory, or does so. */
    private static final AtomicBoolean LOOKING = new AtomicBoolean();

    /** Of the busy ones. */
    private long delayMillis = 1;

    private long nextTry = System.nanoTime();

    private Freeing() {}

    /** From now on the piece is freed when it is closed or forgotten. Any thread. */
    static void watch(Piece piece) {
        ALIVE.add(piece);
        requireThread();
    }

    /** Any thread, which keeps the buffer reachable meanwhile. Idempotent. */
    static void close(Piece piece) {
        piece.closed = true;
        piece.users = Copying.closing();
        piece.closedAt = System.nanoTime();
        if (!piece.enqueue()) {
            return; // it was before
        }
        int pieces = WAITING.incrementAndGet();
        long bytes = WAITING_BYTES.addAndGet(piece.bytes);
        boolean many = pieces > MOST_PIECES || (bytes > MOST_BYTES && pieces > 1);
        if (many || !requireThread()) {
            help();
        }
    }

    /** Asks the thread to look for forgotten memory, and frees a little of what it has found already. Never waits for it. */
    static void look() {
        if (LOOKING.compareAndSet(false, true)) {
            wake();
            requireThread();
        }
        if (help()) { // two, so that they become fewer also if the caller takes memory all the time
            help();
        }
    }

    /** Frees all that is closed or known to be forgotten, on this thread. */
    static boolean freeAll() {
        boolean freed = false;
        while (help()) {
            freed = true;
        }
        return freed;
    }

    /** How many pieces were freed by threads that closed some, or made some. */
    static long freedByOthers() {
        return FREED_BY_OTHERS.get();
    }

    /** Frees one piece of the queue, if there is one. */
    private static boolean help() {
        boolean wakes = false;
        Reference<?> next = QUEUE.poll();
        while (next != null && !(next instanceof Piece)) {
            wakes = true; // this was meant for the thread
            next = QUEUE.poll();
        }
        if (next != null) {
            FREED_BY_OTHERS.incrementAndGet();
            wakes |= !free((Piece) next);
        }
        if (wakes) {
            wake();
        }
        return next != null;
    }

    /** False if it must be tried again. */
    private static boolean free(Piece piece) {
        boolean freed = false;
        try {
            freed = isQuiet(piece) && piece.free();
        } catch (Throwable e) {
            // no heap or stack left for the call
        }
        if (piece.closed) {
            piece.closed = false;
            WAITING.decrementAndGet();
            WAITING_BYTES.addAndGet(-piece.bytes);
        }
        if (freed) {
            ALIVE.remove(piece);
            LiveMemory.remove(piece.bytes);
        } else {
            BUSY.add(piece);
        }
        return freed;
    }

    /** Nobody copies, and nobody will. */
    private static boolean isQuiet(Piece piece) {
        Copying users = piece.users;
        if (users == null) {
            return true;
        }
        long start = System.nanoTime();
        if (fencedAt - piece.closedAt <= 0) {
            Barrier.force(); // pairs with RingHalf.startMark: a copy that began before is seen, and none begins after
            fencedAt = start;
        }
        if (users.isCopying()) {
            return false;
        }
        piece.users = null;
        return true;
    }

    private static void wake() {
        new PhantomReference<>(NOTHING, QUEUE).enqueue();
    }

    /** False if there can be none just now. */
    private static boolean requireThread() {
        if (RUNNING.get() == null) {
            Freeing freeing = new Freeing();
            if (RUNNING.compareAndSet(null, freeing)) {
                try {
                    Background.start("bytering-memory", freeing);
                } catch (Throwable e) { // the system refuses the thread, or no stack is left
                    RUNNING.set(null);
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void run() {
        while (true) {
            try {
                Reference<?> next = QUEUE.remove(millisToWait());
                if (next instanceof Piece) {
                    free((Piece) next);
                } else if (next == null && isDone()) {
                    return;
                }
                if (LOOKING.get()) {
                    LiveMemory.look();
                    LOOKING.set(false);
                }
                tryBusyOnes();
            } catch (InterruptedException e) {
                // nobody is meant to: it goes on
            } catch (Throwable e) {
                // no heap left: others have the same, and say so
            }
        }
    }

    /** 0 is without end. */
    private long millisToWait() {
        if (!BUSY.isEmpty()) {
            return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextTry - System.nanoTime()));
        }
        return ALIVE.isEmpty() ? IDLE_MILLIS : 0;
    }

    /** Frees what comes until the time is over, and then what is there, as long as it is needed. The thread, within a look. */
    static void freeUntil(long deadline) throws InterruptedException {
        while (LiveMemory.isMuch()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            Reference<?> next = millis > 0 ? QUEUE.remove(millis) : QUEUE.poll();
            if (next instanceof Piece) {
                free((Piece) next);
            } else if (next == null && millis <= 0) {
                return;
            }
        }
    }

    private void tryBusyOnes() {
        if (BUSY.isEmpty()) {
            delayMillis = 1;
            return;
        }
        if (System.nanoTime() - nextTry < 0) {
            return;
        }
        int count = BUSY.size();
        boolean freed = false;
        for (Piece piece; count > 0 && (piece = BUSY.poll()) != null; count--) {
            freed |= free(piece);
        }
        delayMillis = freed ? 1 : Math.min(2 * delayMillis, LONGEST_MILLIS);
        nextTry = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    }

    /** Pairs with {@link #watch}: either it sees that there is no thread, or this sees its piece. */
    private boolean isDone() {
        if (!ALIVE.isEmpty()) {
            return false;
        }
        RUNNING.set(null);
        return ALIVE.isEmpty() || !RUNNING.compareAndSet(null, this);
    }
}
