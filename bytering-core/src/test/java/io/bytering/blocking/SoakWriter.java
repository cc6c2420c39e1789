package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Writes the sequence by every call in turn, with time limits at random, and goes on after whatever cuts a call short. */
final class SoakWriter {
    private final BlockingWriter writer;
    private final Random random;
    private final int capacity;
    private volatile boolean stopped;

    /** Bytes written, and calls that were cut short; the test looks on. */
    volatile long position;

    volatile int interrupts;
    volatile int timeouts;

    SoakWriter(BlockingWriter writer, long seed) {
        this.writer = writer;
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
            }
            position = before + moved;
            assertEquals(position, writer.writer().position(), "what the call said, and what it did");
        }
        writer.close();
        return position;
    }

    private int step() throws IOException {
        int length = 1 + random.nextInt(2 * capacity);
        switch (random.nextInt(6)) {
            case 0:
                writer.write(TestBytes.of(position - 2 + 251, length + 2), 2, length);
                return length;
            case 1:
                return writer.write(ByteBuffer.wrap(TestBytes.of(position, length)));
            case 2:
                int claimed = 1 + random.nextInt(capacity);
                int committed = random.nextInt(claimed + 1);
                writer.claim(claimed).put(TestBytes.of(position, committed));
                writer.commit(committed);
                return committed;
            case 3:
                return writer.fill((slices, room) -> {
                    int count = Math.min(room, random.nextInt(capacity));
                    int here = Math.min(count, slices[0].remaining());
                    slices[0].put(TestBytes.of(position, here));
                    slices[1].put(TestBytes.of(position + here, count - here));
                    return count;
                });
            case 4:
                writer.outputStream().write(TestBytes.at(position));
                return 1;
            default:
                return writer.awaitWritable(1 + random.nextInt(capacity)) ? 0 : -1;
        }
    }

    @Override
    public String toString() {
        return "writer at " + position + " after " + interrupts + " interrupts and " + timeouts + " timeouts";
    }
}
