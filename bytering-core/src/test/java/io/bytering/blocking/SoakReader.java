package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Reads the sequence by every call in turn, with time limits at random, and goes on after whatever cuts a call short. */
final class SoakReader {
    private final BlockingReader reader;
    private final Random random;
    private final byte[] dst;

    /** Bytes read, and calls that were cut short; the test looks on. */
    volatile long position;

    volatile int interrupts;
    volatile int timeouts;

    SoakReader(BlockingReader reader, long seed) {
        this.reader = reader;
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
        switch (random.nextInt(7)) {
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
            default:
                return reader.awaitReadable(1) ? 0 : -1;
        }
    }

    @Override
    public String toString() {
        return "reader at " + position + " after " + interrupts + " interrupts and " + timeouts + " timeouts";
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
