package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.HostileChannel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Writes the sequence by every call in turn, with time limits at random, and goes on after whatever cuts a call short.
 * With mishaps, callbacks and channels fail now and then, before they have put anything or after it.
 */
final class SoakWriter {
    private final BlockingWriter writer;
    private final Random random;
    private final int capacity;
    private final boolean withMishaps;
    private volatile boolean stopped;

    /** Bytes written, and calls that were cut short; the test looks on. */
    volatile long position;

    volatile int interrupts;
    volatile int timeouts;
    volatile int mishaps;

    SoakWriter(BlockingWriter writer, long seed) {
        this(writer, seed, false);
    }

    SoakWriter(BlockingWriter writer, long seed, boolean withMishaps) {
        this.writer = writer;
        this.withMishaps = withMishaps;
        this.random = new Random(seed);
        this.capacity = writer.writer().capacity();
    }

    /** Any thread. */
    void stop() {
        stopped = true;
    }

    /** Until it is stopped; then the end of the stream. Returns how many bytes were written. */
    long run() throws IOException {
        while (!stopped) {
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
                moved = 0;
            }
            position = before + moved;
            assertEquals(position, writer.writer().position(), "what the call said, and what it did");
        }
        writer.close();
        return position;
    }

    private int step() throws IOException {
        int length = 1 + random.nextInt(2 * capacity);
        switch (random.nextInt(9)) {
            case 0:
                writer.write(TestBytes.of(position - 2 + 251, length + 2), 2, length);
                return length;
            case 1:
                return writer.write(ByteBuffer.wrap(TestBytes.of(position, length)));
            case 2:
                int claimed = 1 + random.nextInt(capacity);
                int committed = random.nextInt(claimed + 1);
                writer.claim(claimed).put(TestBytes.of(position, committed));
                if (Mishap.isNow(withMishaps, random)) {
                    return 0; // the next call aborts the claim
                }
                writer.commit(committed);
                return committed;
            case 3:
                return writer.fill((slices, room) -> {
                    int count = Math.min(room, random.nextInt(capacity));
                    int here = Math.min(count, slices[0].remaining());
                    slices[0].put(TestBytes.of(position, here));
                    slices[1].put(TestBytes.of(position + here, count - here));
                    Mishap.mayHappen(withMishaps, random);
                    return count;
                });
            case 4:
                writer.outputStream().write(TestBytes.at(position));
                return 1;
            case 5:
                int half = length / 2;
                ByteBuffer[] two = {
                    ByteBuffer.wrap(TestBytes.of(position, half)),
                    ByteBuffer.wrap(TestBytes.of(position + half, length - half))
                };
                return (int) writer.channel().write(two);
            case 6:
                HostileChannel source = new HostileChannel();
                source.sent = (int) (position % TestBytes.PERIOD);
                source.most = random.nextInt(capacity + 1);
                source.inside = () -> Mishap.mayHappen(withMishaps, random);
                return (int) writer.transferFrom(source);
            case 7:
                return misled(length);
            default:
                assertTrue(writer.awaitWritable(1 + random.nextInt(capacity))
                        || writer.writer().isAbandoned());
                return 0; // the next call says that the reader is gone
        }
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
            return 0;
        }
    }

    @Override
    public String toString() {
        return "writer at " + position + " after " + interrupts + " interrupts, " + timeouts + " timeouts and "
                + mishaps + " mishaps";
    }
}
