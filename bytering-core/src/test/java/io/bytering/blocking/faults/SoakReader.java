package io.bytering.blocking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingReader;
import io.bytering.Waiter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.TestBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sequence by every call in turn, with time limits at random, and goes on after whatever cuts a call short. With
 * strangers, callbacks and channels fail now and then, before they have taken anything or after it, waiters throw, and others
 * come into a callback. A lossy reader may miss bytes just before those that a call returns.
 */
final class SoakReader {
    private final BlockingReader reader;
    private final RingReader half;
    private final Random random;
    private final @Nullable Strangers strangers;
    private final byte[] dst;
    private volatile boolean stopped;
    private boolean ended;

    /** Bytes read or missed, and calls that were cut short; the test looks on. */
    volatile long position;

    volatile int interrupts;
    volatile int timeouts;
    volatile int mishaps;

    SoakReader(BlockingReader reader, long seed) {
        this(reader, seed, null);
    }

    SoakReader(BlockingReader reader, long seed, @Nullable Strangers strangers) {
        this.reader = reader;
        this.half = reader.reader();
        this.strangers = strangers;
        this.random = new Random(seed);
        this.dst = new byte[2 * half.capacity()];
        this.position = half.position();
    }

    /** Any thread: it reads no further. */
    void stop() {
        stopped = true;
    }

    /** To the end of the stream, or until it is stopped. Returns the position. */
    long run() throws Exception {
        while (!stopped && !ended) {
            ended = !go();
        }
        return position;
    }

    /** Whether it has come to the end of the stream. */
    boolean hasEnded() {
        return ended;
    }

    /** One call. False at the end of the stream. */
    private boolean go() throws Exception {
        long before = position;
        long missedBefore = half.missedBytes();
        reader.timeout(random.nextInt(4) == 0 ? random.nextInt(300) : 10_000_000, TimeUnit.MICROSECONDS);
        int moved;
        Exception cut = null;
        try {
            moved = step();
        } catch (Exception e) {
            cut = e;
            caught(e);
            moved = moved(before + half.missedBytes() - missedBefore, e);
        }
        long from = before + half.missedBytes() - missedBefore;
        TestBytes.check(from, dst, 0, Math.max(moved, 0));
        position = from + Math.max(moved, 0);
        assertEquals(position, half.position(), "what the call said, and what it did");
        if (cut != null && isClosed(cut)) {
            throw cut;
        }
        boolean goesOn = moved >= 0 && (cut == null || !isFailedWriter(cut));
        if (!goesOn && half.isLossy()) {
            half.peek(); // the end may have been an answer to a question, which passes no gap
            position = half.position();
        }
        return goesOn;
    }

    /** What a call that threw has moved all the same. */
    private int moved(long from, Exception thrown) throws Exception {
        int moved = (int) (half.position() - from);
        if (thrown instanceof RingTimeoutException) {
            timeouts++;
            assertEquals(moved, ((InterruptedIOException) thrown).bytesTransferred);
        } else if (thrown instanceof InterruptedIOException) {
            interrupts++;
            assertTrue(Thread.interrupted(), "the status is lost");
            assertEquals(moved, ((InterruptedIOException) thrown).bytesTransferred);
        } else if (thrown instanceof Mishap) {
            mishaps++;
            assertEquals(0, moved);
        } else if (!(thrown instanceof Throwers.Thrown) && !isClosed(thrown) && !isFailedWriter(thrown)) {
            throw thrown;
        }
        return moved;
    }

    /** By another thread, before the call or in the midst of it. */
    private static boolean isClosed(Exception thrown) {
        return thrown instanceof ClosedChannelException || thrown instanceof IllegalStateException;
    }

    /** The writer was closed with a cause, which is told in place of the end. */
    private boolean isFailedWriter(Exception thrown) {
        return thrown.getClass() == IOException.class && half.failure() != null && thrown.getCause() == half.failure();
    }

    /** By leaving a callback, a call that failed may have woken a waiter. */
    private void caught(Throwable thrown) {
        if (strangers != null) {
            strangers.throwers.caught(thrown);
        }
    }

    private void comeIn() throws IOException {
        if (strangers != null) {
            strangers.comeIn();
        }
    }

    private void mayFail() throws Mishap {
        if (strangers != null) {
            strangers.mayFail(random);
        }
    }

    private int step() throws IOException {
        int length = 1 + random.nextInt(dst.length);
        switch (random.nextInt(strangers == null ? 9 : 11)) {
            case 0:
                return reader.read(dst, 0, length);
            case 1:
                return reader.read(ByteBuffer.wrap(dst, 0, length));
            case 2:
                return half.isLossy() ? reader.read(dst) : readFully(length); // else it may fail at a gap
            case 3:
                return reader.drain((slices, there) -> {
                    int count = random.nextInt(there + 1);
                    comeIn();
                    int here = Math.min(count, slices[0].remaining());
                    slices[0].get(dst, 0, here);
                    slices[1].get(dst, here, count - here);
                    mayFail();
                    return count;
                });
            case 4:
                return one();
            case 5:
                int part = length / 2;
                return (int) reader.channel()
                        .read(new ByteBuffer[] {ByteBuffer.wrap(dst, 0, part), ByteBuffer.wrap(dst, part, length - part)
                        });
            case 6:
                return transfer();
            case 7:
                return misled(length);
            case 8:
                return reader.awaitReadable(1) ? 0 : -1;
            case 9:
                return peeked();
            default:
                return armed();
        }
    }

    /** If the writer's waiter throws, the byte is gone: this call can't return it too. */
    private int one() throws IOException {
        long missed = half.missedBytes();
        long before = position;
        try {
            int value = reader.inputStream().read();
            dst[0] = (byte) value;
            return value < 0 ? -1 : 1;
        } catch (Throwers.Thrown e) {
            dst[0] = TestBytes.at(before + half.missedBytes() - missed);
            throw e;
        }
    }

    private int transfer() throws IOException {
        HostileChannel sink = new HostileChannel();
        sink.most = random.nextInt(dst.length + 1);
        sink.before = this::comeIn;
        sink.inside = this::mayFail;
        try {
            return (int) reader.transferTo(sink);
        } finally {
            byte[] received = sink.received.toByteArray();
            System.arraycopy(received, 0, dst, 0, received.length);
        }
    }

    /** By hand, on the half itself. What was looked at counts only when it is consumed: before that it may be taken away. */
    private int peeked() {
        boolean over = half.isExhausted(); // before the look, by which a lossy reader passes a gap
        ByteBuffer there = half.peek();
        if (over && !there.hasRemaining()) {
            return -1;
        }
        int count = random.nextInt(there.remaining() + 1);
        there.get(dst, 0, count);
        half.consume(count);
        return count;
    }

    /** For a moment the one to be woken is one that throws, out of the writer's call or out of a close. */
    private int armed() {
        if (half.signals()) {
            Waiter waiter = strangers.thrower();
            if (half.arm(waiter, 1 + random.nextInt(half.capacity()))) {
                LockSupport.parkNanos(random.nextInt(200_000));
                half.disarm(waiter);
            }
        }
        return 0;
    }

    /** A callback or a channel that tells what can't be: nothing moves. */
    private int misled(int length) throws IOException {
        try {
            if (random.nextBoolean()) {
                return reader.drain((slices, there) -> random.nextBoolean() ? there + length : -length);
            }
            HostileChannel liar = new HostileChannel();
            liar.lie = random.nextBoolean() ? 2L * dst.length : -1L;
            return (int) reader.transferTo(liar);
        } catch (IllegalArgumentException expected) {
            caught(expected);
            return 0;
        }
    }

    @Override
    public String toString() {
        return "reader at " + position + " after " + interrupts + " interrupts, " + timeouts + " timeouts and "
                + mishaps + " mishaps";
    }

    private int readFully(int length) throws IOException {
        long before = position;
        try {
            reader.readFully(dst, 0, length);
            return length;
        } catch (EOFException e) {
            int last = (int) (half.position() - before);
            assertEquals("the stream ended after " + last + " of " + length + " bytes", e.getMessage());
            return last; // the next call finds the end
        }
    }
}
