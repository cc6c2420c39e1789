package io.bytering.blocking.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingStatistics;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What threads that wait count, each in its own way. */
@Tag("overlays")
@Timeout(300)
class CountedWaitsTest {
    private final ByteRing ring = ByteRing.ofCapacity(64);
    private final RingStatistics counted = ring.statistics();

    private static WaitStrategy strategy(String name) {
        switch (name) {
            case "busySpin":
                return WaitStrategy.busySpin();
            case "yielding":
                return WaitStrategy.yielding();
            case "backOff":
                return WaitStrategy.backOff();
            default:
                return WaitStrategy.parking();
        }
    }

    /** The writer writes what the reader waits for, after that has begun to. */
    private void readerWaits(WaitStrategy strategy) throws Exception {
        BlockingReader reader = BlockingReader.of(ring.reader(), strategy);
        Task<Boolean> task = Task.start(() -> reader.awaitReadable(8));
        task.awaitWaiting();
        ring.writer().write(new byte[8], 0, 8);
        assertTrue(task.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"busySpin", "yielding"})
    void whoSpinsHasWaitedButNotSlept(String strategy) throws Exception {
        BlockingReader reader = BlockingReader.of(ring.reader(), strategy(strategy));
        assertThrows(RingTimeoutException.class, () -> reader.awaitReadable(8, 1, TimeUnit.MILLISECONDS));
        assertEquals("1 0 0", counted.readerWaits() + " " + counted.readerSleeps() + " " + counted.readerWakeUps());
    }

    @ParameterizedTest
    @ValueSource(strings = {"backOff", "parking"})
    void whoParksHasSlept(String strategy) throws Exception {
        readerWaits(strategy(strategy));
        assertEquals("1 1 1", counted.readerWaits() + " " + counted.readerSleeps() + " " + counted.readerWakeUps());
        assertEquals("0 0 0", counted.writerWaits() + " " + counted.writerSleeps() + " " + counted.writerWakeUps());
    }

    @Test
    void whoGivesUpHasWaited() throws IOException {
        BlockingWriter writer = BlockingWriter.of(ring.writer(), WaitStrategy.parking());
        writer.write(new byte[64], 0, 64);
        assertThrows(RingTimeoutException.class, () -> writer.awaitWritable(1, 1, TimeUnit.MILLISECONDS));
        assertEquals("1 1 0", counted.writerWaits() + " " + counted.writerSleeps() + " " + counted.writerWakeUps());
        assertEquals(64, counted.highWaterMark());
    }

    @Test
    void aQuestionWithoutTimeIsNoWait() {
        BlockingReader reader = BlockingReader.of(ring.reader(), WaitStrategy.busySpin());
        assertThrows(RingTimeoutException.class, () -> reader.awaitReadable(1, 0, TimeUnit.SECONDS));
        assertEquals(0, counted.readerWaits());
    }

    /** Any thread may look, and what it sees only grows. */
    @ParameterizedTest
    @ValueSource(strings = {"busySpin", "yielding", "backOff", "parking"})
    void whileTheRingRunsNothingEverDecreases(String strategy) throws Exception {
        int rounds = 2_000;
        Task<Void> writing = Task.start(() -> {
            try (BlockingWriter writer = BlockingWriter.of(ring.writer(), strategy(strategy))) {
                for (int i = 0; i < rounds; i++) {
                    writer.write(new byte[50], 0, 50);
                }
            }
            return null;
        });
        Task<Void> reading = Task.start(() -> {
            BlockingReader reader = BlockingReader.of(ring.reader(), strategy(strategy));
            for (int left = rounds * 50; left > 0; left -= 40) {
                reader.readFully(new byte[40], 0, 40);
            }
            return null;
        });
        long[] before = numbers();
        while (before[1] < rounds * 50L) {
            long[] now = numbers();
            for (int i = 0; i < now.length; i++) {
                assertTrue(now[i] >= before[i], i + ": " + before[i] + ", then " + now[i]);
            }
            int level = counted.level();
            assertTrue(level >= 0 && level <= 64, level + " of 64");
            before = now;
        }
        writing.get();
        reading.get();
        assertEquals(rounds * 50L, counted.bytesWritten());
        assertTrue(counted.readerWakeUps() <= counted.readerSleeps(), counted::toString);
        assertTrue(counted.writerWakeUps() <= counted.writerSleeps(), counted::toString);
        assertTrue(counted.writerWaits() + counted.readerWaits() > 0, counted::toString);
    }

    private long[] numbers() {
        return new long[] {
            counted.bytesWritten(),
            counted.bytesRead(),
            counted.highWaterMark(),
            counted.writerWaits(),
            counted.writerSleeps(),
            counted.writerWakeUps(),
            counted.readerWaits(),
            counted.readerSleeps(),
            counted.readerWakeUps(),
            counted.underruns()
        };
    }
}
