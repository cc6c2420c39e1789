package io.bytering.blocking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes the sequence by every call in turn, with time limits at random, and goes on after whatever cuts a call short.
 * With strangers, callbacks and channels fail now and then, before they have put anything or after it, waiters throw, and
 * others come into a callback.
 */
final class SoakWriter {
    private final BlockingWriter writer;
    private final RingWriter half;
    private final Random random;
    private final int capacity;
    private final int maxClaim;
    private final @Nullable Strangers strangers;
    private volatile boolean stopped;

    /** Bytes written, and calls that were cut short; the test looks on. */
    volatile long position;

    volatile int interrupts;
    volatile int timeouts;
    volatile int mishaps;

    SoakWriter(BlockingWriter writer, long seed) {
        this(writer, seed, null);
    }

    SoakWriter(BlockingWriter writer, long seed, @Nullable Strangers strangers) {
        this.writer = writer;
        this.half = writer.writer();
        this.strangers = strangers;
        this.random = new Random(seed);
        this.capacity = half.capacity();
        this.maxClaim = half.maxClaim();
    }

    /** Any thread. */
    void stop() {
        stopped = true;
    }

    /** Until it is stopped; then the end of the stream. Returns how many bytes were written. */
    long run() throws IOException {
        try {
            while (!stopped) {
                go();
            }
        } finally {
            close();
        }
        return position;
    }

    private void go() throws IOException {
        long before = position;
        int moved;
        writer.timeout(random.nextInt(4) == 0 ? random.nextInt(300) : 10_000_000, TimeUnit.MICROSECONDS);
        try {
            moved = step();
        } catch (RingTimeoutException e) {
            timeouts++;
            moved = e.bytesTransferred;
        } catch (InterruptedIOException e) {
            interrupts++;
            assertTrue(Thread.interrupted(), "the status is lost");
            moved = e.bytesTransferred;
        } catch (Mishap e) {
            mishaps++;
            caught(e);
            moved = 0;
        } catch (Throwers.Thrown e) {
            caught(e);
            moved = (int) (half.position() - before);
        } catch (IOException | IllegalStateException e) { // a half was closed from elsewhere
            caught(e);
            throw e;
        }
        position = before + moved;
        assertEquals(position, half.position(), "what the call said, and what it did");
    }

    private void close() {
        try {
            writer.close();
        } catch (Throwers.Thrown e) {
            caught(e);
        }
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
        int length = 1 + random.nextInt(2 * capacity);
        switch (random.nextInt(strangers == null ? 9 : 11)) {
            case 0:
                writer.write(TestBytes.of(position - 2 + 251, length + 2), 2, length);
                return length;
            case 1:
                return writer.write(ByteBuffer.wrap(TestBytes.of(position, length)));
            case 2:
                if (strangers != null && strangers.pooled) {
                    return 0; // fill and write keep the memory while they use it, a claim does not
                }
                int claimed = 1 + random.nextInt(maxClaim);
                int committed = random.nextInt(claimed + 1);
                writer.claim(claimed).put(TestBytes.of(position, committed));
                if (strangers != null && Mishap.isNow(random)) {
                    return 0; // the next call aborts the claim
                }
                writer.commit(committed);
                return committed;
            case 3:
                return writer.fill((slices, room) -> {
                    int count = Math.min(room, random.nextInt(capacity));
                    comeIn();
                    int here = Math.min(count, slices[0].remaining());
                    slices[0].put(TestBytes.of(position, here));
                    slices[1].put(TestBytes.of(position + here, count - here));
                    mayFail();
                    return count;
                });
            case 4:
                writer.outputStream().write(TestBytes.at(position));
                return 1;
            case 5:
                int part = length / 2;
                ByteBuffer[] two = {
                    ByteBuffer.wrap(TestBytes.of(position, part)),
                    ByteBuffer.wrap(TestBytes.of(position + part, length - part))
                };
                return (int) writer.channel().write(two);
            case 6:
                HostileChannel source = new HostileChannel();
                source.sent = (int) (position % TestBytes.PERIOD);
                source.most = random.nextInt(capacity + 1);
                source.before = this::comeIn;
                source.inside = this::mayFail;
                return (int) writer.transferFrom(source);
            case 7:
                return misled(length);
            case 8:
                assertTrue(writer.awaitWritable(1 + random.nextInt(maxClaim)) || half.isAbandoned());
                return 0; // the next call says that the reader is gone
            case 9:
                return slices();
            default:
                return armed();
        }
    }

    /** By hand, on the half itself. */
    private int slices() throws IOException {
        if (strangers.pooled) {
            return 0;
        }
        ByteBuffer[] slices = half.slices();
        int room = slices[0].remaining() + slices[1].remaining();
        int count = random.nextInt(room + 1);
        int here = Math.min(count, slices[0].remaining());
        slices[0].put(TestBytes.of(position, here));
        slices[1].put(TestBytes.of(position + here, count - here));
        half.commit(count);
        return count;
    }

    /** For a moment the one to be woken is one that throws, out of the reader's call or out of a close. */
    private int armed() {
        if (half.signals() && !half.isClosed()) {
            Waiter waiter = strangers.thrower();
            boolean armed = random.nextBoolean()
                    ? half.arm(waiter, 1 + random.nextInt(maxClaim))
                    : half.armClaim(waiter, 1 + random.nextInt(maxClaim));
            if (armed) {
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
                writer.fill((slices, room) -> {
                    slices[0].put((byte) 1);
                    return random.nextBoolean() ? room + length : -length;
                });
            } else {
                HostileChannel liar = new HostileChannel();
                liar.lie = random.nextBoolean() ? 2L * capacity : -2L;
                writer.transferFrom(liar);
            }
            throw new AssertionError("an impossible count was accepted");
        } catch (IllegalArgumentException expected) {
            caught(expected);
            return 0;
        }
    }

    @Override
    public String toString() {
        return "writer at " + position + " after " + interrupts + " interrupts, " + timeouts + " timeouts and "
                + mishaps + " mishaps";
    }
}
