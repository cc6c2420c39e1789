package io.bytering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.TwoThreads;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bytes stream through a small ring from one spinning thread to another, in pieces of random size, every byte in a
 * checksum on both sides, past the position at which the counters become negative. Up to 1 GiB each, or as much as goes
 * in the time of a race, but past that position in any case; and half a GiB times
 * the effort in the profile {@code stress}: ten.
 */
@Tag("overlays")
@Tag("long")
@Timeout(600)
class SoakStressTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final int CAPACITY = 4096;

    /** What is sent: this, from anywhere, so that equal sums mean equal places. */
    private static final byte[] NOISE = new byte[8 * CAPACITY];

    static {
        new SplittableRandom(5).nextBytes(NOISE);
    }

    private static ByteRing ring(String storage, boolean signals) {
        return ByteRing.builder()
                .capacity(CAPACITY)
                .storage(storage(storage))
                .signals(signals)
                .startPosition(Long.MAX_VALUE - MIB / 2)
                .build();
    }

    private static Storage storage(String name) {
        return switch (name) {
            case "heap" -> Storage.heap();
            case "mirrored" -> Storage.mirrored();
            default -> Storage.direct();
        };
    }

    @ParameterizedTest
    @CsvSource({"heap, true", "direct, true", "direct, false", "mirrored, true", "mirrored, false"})
    void everyByteArrives(String storage, boolean signals) throws Exception {
        assumeTrue(!storage.equals("mirrored") || MirroredMemory.isSupported());
        if (Effort.isStress()) {
            long bytes = GIB / 2 * Effort.FACTOR;
            long moved = soak(ring(storage, signals), bytes, TimeUnit.SECONDS.toNanos(500));
            assertTrue(moved >= bytes, moved + " bytes");
        } else {
            long moved = soak(ring(storage, signals), GIB, Effort.RACE_NANOS);
            assertTrue(moved > MIB, moved + " bytes");
        }
    }

    /** Returns how many bytes went through. */
    private static long soak(ByteRing ring, long bytes, long nanos) throws Exception {
        long deadline = System.nanoTime() + nanos;
        CRC32C sent = new CRC32C();
        CRC32C received = new CRC32C();
        long[] counts = new long[2];
        TwoThreads.run(
                () -> {
                    counts[0] = write(ring.writer(), bytes, deadline, sent);
                    ring.writer().close();
                },
                () -> counts[1] = read(ring.reader(), received));
        assertEquals(counts[0], counts[1]);
        assertEquals(sent.getValue(), received.getValue());
        return counts[1];
    }

    private static long write(RingWriter writer, long bytes, long deadline, CRC32C sum) throws Exception {
        SplittableRandom random = new SplittableRandom(6);
        TwoThreads.Pause pause = new TwoThreads.Pause();
        long left = bytes;
        Filler filler = (slices, length) -> {
            int count = Math.min(length, random.nextInt(CAPACITY + 1));
            int here = Math.min(count, slices[0].remaining());
            copy(slices[0], here, random, sum);
            copy(slices[1], count - here, random, sum);
            return count;
        };
        while (left > 0 && (bytes - left <= MIB || System.nanoTime() - deadline < 0)) {
            int count = writer.fill(filler);
            left -= count;
            if (count == 0) {
                pause.pause();
            }
        }
        return bytes - left;
    }

    private static void copy(ByteBuffer slice, int count, SplittableRandom random, CRC32C sum) {
        int from = random.nextInt(NOISE.length - CAPACITY);
        slice.put(NOISE, from, count);
        sum.update(NOISE, from, count);
    }

    private static long read(RingReader reader, CRC32C sum) throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        TwoThreads.Pause pause = new TwoThreads.Pause();
        Drainer drainer = (slices, length) -> {
            int count = Math.min(length, random.nextInt(CAPACITY + 1));
            int here = Math.min(count, slices[0].remaining());
            sum.update(slices[0].limit(slices[0].position() + here));
            sum.update(slices[1].limit(slices[1].position() + count - here));
            return count;
        };
        long all = 0;
        int count = reader.drain(drainer);
        while (count >= 0) {
            all += count;
            if (count == 0) {
                pause.pause();
            }
            count = reader.drain(drainer);
        }
        return all;
    }
}
