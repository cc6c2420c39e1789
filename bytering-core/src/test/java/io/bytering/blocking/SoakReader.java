package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.HostileChannel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Reads the sequence by every call in turn, with time limits at random, and goes on after whatever cuts a call short. With
 * mishaps, callbacks and channels fail now and then, before they have taken anything or after it.
 */
final class SoakReader {
    private final BlockingReader reader;
    private final Random random;
    private final boolean withMishaps;
    private final byte[] dst;

    /** Bytes read, and calls that were cut short; the test looks on. */
    volatile long position;

    volatile int interrupts;
    volatile int timeouts;
    volatile int mishaps;

    SoakReader(BlockingReader reader, long seed) {
        this(reader, seed, false);
    }

    SoakReader(BlockingReader reader, long seed, boolean withMishaps) {
        this.reader = reader;
        this.withMishaps = withMishaps;
        this.random = new Random(seed);
        this.dst = new byte[2 * reader.reader().capacity()];
    }

    /** To the end of the stream. Returns how many bytes were read. */
    long run() throws IOException {
        int moved;
        do {
            long before = position;
            reader.timeout(random.nextInt(4) == 0 ? random.nextInt(300) : 10_000_000, TimeUnit.MICROSECONDS);
            try {
                moved = step();
            } catch (RingTimeoutException e) {
                timeouts++;
                moved = e.bytesTransferred;
            } catch (InterruptedIOException e) {
                interrupts++;
                assertTrue(Thread.interrupted(), "the status is lost");
                moved = e.bytesTransferred;
            } catch (ClosedChannelException
                    | IllegalStateException e) { // closed from elsewhere, in the midst of a call
                TestBytes.check(before, dst, 0, (int) (reader.reader().position() - before));
                throw e;
            } catch (Mishap e) {
                mishaps++;
                moved = 0;
            }
            if (moved > 0) {
                TestBytes.check(before, dst, 0, moved);
                position = before + moved;
            }
            assertEquals(position, reader.reader().position(), "what the call said, and what it did");
        } while (moved >= 0);
        return position;
    }

    private int step() throws IOException {
        int length = 1 + random.nextInt(dst.length);
        switch (random.nextInt(9)) {
            case 0:
                return reader.read(dst, 0, length);
            case 1:
                return reader.read(ByteBuffer.wrap(dst, 0, length));
            case 2:
                return readFully(length);
            case 3:
                return reader.drain((slices, there) -> {
                    int count = random.nextInt(there + 1);
                    int here = Math.min(count, slices[0].remaining());
                    slices[0].get(dst, 0, here);
                    slices[1].get(dst, here, count - here);
                    Mishap.mayHappen(withMishaps, random);
                    return count;
                });
            case 4:
                int value = reader.inputStream().read();
                dst[0] = (byte) value;
                return value < 0 ? -1 : 1;
            case 5:
                int half = length / 2;
                return (int) reader.channel()
                        .read(new ByteBuffer[] {ByteBuffer.wrap(dst, 0, half), ByteBuffer.wrap(dst, half, length - half)
                        });
            case 6:
                HostileChannel sink = new HostileChannel();
                sink.most = random.nextInt(dst.length + 1);
                sink.inside = () -> Mishap.mayHappen(withMishaps, random);
                int count = (int) reader.transferTo(sink);
                System.arraycopy(sink.received.toByteArray(), 0, dst, 0, Math.max(count, 0));
                return count;
            case 7:
                return misled(length);
            default:
                return reader.awaitReadable(1) ? 0 : -1;
        }
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
            int last = (int) (reader.reader().position() - before);
            assertEquals("the stream ended after " + last + " of " + length + " bytes", e.getMessage());
            return last; // the next call finds the end
        }
    }
}
