package io.bytering.blocking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two threads, every pair of strategies, calls and lengths at random, interrupts and time limits all the while. */
@Tag("overlays")
@Tag("long")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakTest {
    private static final int CAPACITY = 97;

    @ParameterizedTest
    @MethodSource("io.bytering.blocking.Strategies#pairs")
    void everyByteArrivesWhateverCutsIn(WaitStrategy writing, WaitStrategy reading) {
        long millis = 150L * Effort.FACTOR;
        try (Rig rig = new Rig(CAPACITY, writing, Storage.heap(), true)) {
            SoakWriter writer = new SoakWriter(rig.writer, 1);
            SoakReader reader = new SoakReader(BlockingReader.of(rig.ring.reader(), reading), 2);
            Task<Long> written = Task.start(writer::run);
            Task<Long> read = Task.start(reader::run);
            Random random = new Random(3);
            long start = System.nanoTime();
            while (secondsSince(start) < millis / 1e3
                    || !(hasMuchHappened(writer, reader) || secondsSince(start) > 20)) {
                LockSupport.parkNanos(random.nextInt(1_000_000));
                (random.nextBoolean() ? written : read).interrupt();
            }
            writer.stop();
            assertEquals(written.get(), read.get());
            assertTrue(hasMuchHappened(writer, reader), () -> writer + ", " + reader);
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Or else the run proves little: everything a call can end with has come to pass. */
    private static boolean hasMuchHappened(SoakWriter writer, SoakReader reader) {
        return reader.position > 10 * CAPACITY
                && writer.interrupts + reader.interrupts > 0
                && writer.timeouts + reader.timeouts > 0;
    }
}
