package io.bytering.threads;

import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.testing.Effort;
import io.bytering.testing.Parker;
import io.bytering.testing.TwoThreads;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two threads that park without a time limit whenever they find nothing: one lost wake-up, and they hang. */
@Tag("overlays")
@Tag("long")
@Timeout(300)
class ParkingStressTest {
    private static final int CAPACITY = 64;
    private static final int LARGEST_CLAIM = 16;

    /** Fewer bytes would show nothing, however long they take. */
    private static final int ENOUGH = 1000;

    /** For more than this the reader could wait while the writer waits for contiguous room. */
    private static final int SAFE_AMOUNT = CAPACITY - 2 * (LARGEST_CLAIM - 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void noWakeUpIsLostInATinyRing(int capacity) throws Exception {
        ByteRing ring = ByteRing.ofCapacity(capacity);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500L * Effort.FACTOR);
        TwoThreads.run(
                () -> {
                    Parker parker = new Parker();
                    RingWriter writer = ring.writer();
                    for (int i = 0;
                            i < 200_000 * Effort.FACTOR
                                    && (i <= ENOUGH || i % 64 > 0 || System.nanoTime() - deadline < 0);
                            i++) {
                        while (writer.write(of(i, 1), 0, 1) == 0) {
                            if (writer.arm(parker, 1)) {
                                parker.park();
                            }
                        }
                    }
                    writer.close();
                },
                () -> {
                    Parker parker = new Parker();
                    RingReader reader = ring.reader();
                    byte[] one = new byte[1];
                    for (int i = 0; !reader.isExhausted(); ) {
                        int count = reader.read(one, 0, 1);
                        if (count > 0) {
                            assertArrayEquals(of(i++, 1), one);
                        } else if (reader.arm(parker, 1)) {
                            parker.park();
                        }
                    }
                });
        assertEquals(ring.writer().position(), ring.reader().position());
        assertTrue(ring.reader().position() > ENOUGH, "only " + ring.reader().position() + " bytes");
    }

    @Test
    void noWakeUpIsLostWhenBothWaitForDifferentAmounts() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(CAPACITY);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500L * Effort.FACTOR);
        TwoThreads.run(
                () -> {
                    Parker parker = new Parker();
                    SplittableRandom random = new SplittableRandom(1);
                    RingWriter writer = ring.writer();
                    for (int i = 0; i < 100_000 * Effort.FACTOR && (i % 64 > 0 || System.nanoTime() < deadline); i++) {
                        int length = random.nextInt(1, LARGEST_CLAIM + 1);
                        while (!claimed(writer, length)) {
                            if (writer.armClaim(parker, length)) {
                                parker.park();
                            }
                        }
                    }
                    writer.close();
                },
                () -> {
                    Parker parker = new Parker();
                    SplittableRandom random = new SplittableRandom(2);
                    RingReader reader = ring.reader();
                    while (!reader.isExhausted()) {
                        int length = random.nextInt(1, SAFE_AMOUNT + 1);
                        if (reader.arm(parker, length)) {
                            if (length % 4 > 0) {
                                parker.park();
                            } else if (!reader.disarm(parker)) {
                                parker.park(); // it came too late: the wake-up is under way
                            }
                        }
                        reader.skip(length);
                    }
                });
        assertEquals(ring.writer().position(), ring.reader().position());
    }

    private static boolean claimed(RingWriter writer, int length) throws Exception {
        boolean there = writer.claim(length) != null;
        if (there) {
            writer.commit(length);
        }
        return there;
    }
}
